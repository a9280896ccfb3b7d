import { DomainError } from '../math/domainError.ts';
import { ExplicitWorld } from '../policies/explicitWorld.ts';
import type { Cost } from './cost.ts';
import { explicitHandlers } from './explicit/handlers.ts';
import { Session } from './explicit/session.ts';
import type { DerivedAnswers } from './explicit/session.ts';
import { requireAllowed } from './frameworks.ts';
import type { AnyQuery } from './frameworks.ts';
import type { Program } from './query.ts';
import { requireProgram, requireQuery, requireRunArguments, resultOf, unknownQuery } from './runArguments.ts';
import type { CommonOptions } from './runArguments.ts';
import type { Explicit } from './spaces.ts';

export interface RunOptions extends CommonOptions {
  /**
   * How derived queries are answered: from exact laws as counts where the asker reads them ('counts', the default),
   * from exact laws one row per response ('responses'), or by running their definitions ('definition').
   */
  readonly derived?: DerivedAnswers;
}

const DERIVED: readonly DerivedAnswers[] = ['counts', 'responses', 'definition'];

/** What a run returns and what it cost. */
export interface RunResult<R> {
  readonly result: R;
  readonly cost: Cost;
}

/**
 * Runs a learner on an explicit world, synchronously.
 *
 * @throws RefusedError where it asks outside the framework or what the world cannot answer; BudgetError
 */
export function run<R>(
  program: Program<AnyQuery<Explicit>, R>,
  world: ExplicitWorld,
  options: RunOptions,
): RunResult<R> {
  const meter = requireRunArguments('run', program, options);
  if (!(world instanceof ExplicitWorld)) throw new DomainError('run', 'world', 'an ExplicitWorld', world);
  const { source, framework, derived = 'counts' } = options;
  if (!DERIVED.includes(derived)) throw new DomainError('run', 'derived', `one of ${DERIVED.join(', ')}`, derived);
  // A stream of its own, so that running twice on one source gives the same run twice.
  const session = new Session(world, source.split('run'), meter, framework, derived, runProgram);
  const result = runProgram(program, session);
  return { result, cost: meter.cost };
}

/** Runs a program to its end; an error goes to the program first, so that it can clean up. */
function runProgram<R>(program: Program<AnyQuery<Explicit>, R>, session: Session): R {
  requireProgram('run', program);
  let step = program.next();
  const asked = !step.done;
  while (!step.done) {
    let answer: unknown;
    try {
      answer = answerQuery(step.value, session);
    } catch (error) {
      step = program.throw(error);
      continue;
    }
    step = program.next(answer);
  }
  return resultOf('run', step.value, asked);
}

function answerQuery(query: AnyQuery<Explicit>, session: Session): unknown {
  requireQuery('run', query);
  requireAllowed(session.framework, query.kind);
  if (Object.hasOwn(explicitHandlers, query.kind)) {
    const handler = explicitHandlers[query.kind] as (query: AnyQuery<Explicit>, session: Session) => unknown;
    return handler(query, session);
  }
  if ('definition' in query) return session.answer<unknown>(query.definition());
  throw unknownQuery(query.kind);
}
