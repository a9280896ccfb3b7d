import type { Source } from '../../math/random/source.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import type { Meter } from '../cost.ts';
import type { AnyQuery, Framework } from '../frameworks.ts';
import type { Program } from '../query.ts';
import type { Explicit } from '../spaces.ts';

/** How an explicit world answers derived queries. */
export type DerivedAnswers = 'counts' | 'responses' | 'definition';

/** The most responses that an answer holds one by one; beyond, ask for counts. */
export const MOST_ROWS = 2 ** 28;

/** Runs a program on the same session: a body of `eachPrompt`, or the definition of a derived query. */
export type RunProgram = <R>(program: Program<AnyQuery<Explicit>, R>, session: Session) => R;

/** One run on an explicit world: what handlers share. */
export class Session {
  readonly world: ExplicitWorld;
  readonly source: Source;
  readonly meter: Meter;
  readonly framework: Framework | undefined;
  readonly derived: DerivedAnswers;
  /** The prompt at hand, inside the body of `eachPrompt`. */
  prompt: number | undefined;
  readonly #runProgram: RunProgram;

  constructor(
    world: ExplicitWorld,
    source: Source,
    meter: Meter,
    framework: Framework | undefined,
    derived: DerivedAnswers,
    runProgram: RunProgram,
  ) {
    this.world = world;
    this.source = source;
    this.meter = meter;
    this.framework = framework;
    this.derived = derived;
    this.#runProgram = runProgram;
  }

  /** Runs a program that a query brought along. */
  answer<R>(program: Program<AnyQuery<Explicit>, R>): R {
    return this.#runProgram(program, this);
  }
}
