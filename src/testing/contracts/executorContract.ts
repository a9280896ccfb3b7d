import { hardPromptRisk } from '../../experiments/catalogue/hardPromptRisk.ts';
import { sandwich } from '../../experiments/catalogue/sandwich.ts';
import { sftRisk } from '../../experiments/catalogue/sftRisk.ts';
import { CaseError } from '../../experiments/executor.ts';
import type { AbortSignalLike, Executor, FinishedCase } from '../../experiments/executor.ts';
import { runCase, sweepOf } from '../../experiments/sweep.ts';
import type { Sweep } from '../../experiments/sweep.ts';
import { requireObject, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { canonicalJson } from '../../math/json.ts';
import { demand, pause, within } from './contract.ts';
import type { Contract, ContractCheck } from './contract.ts';

export interface ExecutorContractOptions {
  /** Runs the experiments of the library, wherever it runs them. */
  readonly executor: Executor;
  /** Seconds after which a dozen short cases count as hung; 60 by default. */
  readonly patience?: number;
}

/** What came of some places of a sweep. */
interface Execution {
  /** The places that began, in that order. */
  readonly started: readonly number[];
  /** What was delivered, in that order. */
  readonly finished: readonly FinishedCase[];
  /** How it ended, where it did not resolve. */
  readonly rejection: { readonly error: unknown } | undefined;
  /** How often a case has begun or was delivered after the end. */
  readonly late: () => number;
}

interface Watch {
  readonly signal?: AbortSignalLike;
  /** Called as a case begins. */
  readonly onStart?: (place: number) => void;
  /** Called as a case is delivered. */
  readonly onDelivery?: (place: number) => void;
}

/** Long enough for what comes after the end to be seen. */
const AFTERMATH_SECONDS = 0.05;

const seed = 'executor contract';
const family = { prompts: 2, responses: 8, hardMass: 0.5 };
const world = { kind: 'hard-family', ...family } as const;
// Of other seeds they come out otherwise: so few prompts leave the risk to chance.
const shape = { world, N: 4, delta: 0.5, replications: 50 };
const cases = Array.from({ length: 12 }, (_, i) => ({ ...shape, n: 1 + i }));
const learner = { kind: 'sft-sharpening', n: 9, N: 4 } as const;

const MANY = sweepOf(sftRisk, { seed, cases });
const FEW = sweepOf(sftRisk, { seed, cases: cases.slice(0, 3) });
const OTHERS = sweepOf(hardPromptRisk, {
  seed,
  cases: [100, 200].map((replications) => ({ family, learner, delta: 0.5, replications })),
});
/** Its outcome comes later: formulas are loaded first. */
const LATER = sweepOf(sandwich, {
  seed,
  cases: [{ over: world, lines: ['minimax', 'sft'], m: 10, simulated: { replications: 10, failure: 0.01 } }],
});
const FAILS_AT = 2;
/** One case asks for more draws than can be counted: the schema lets it pass, and it fails when it runs. */
const FAILING = sweepOf(sftRisk, {
  seed,
  cases: cases.slice(0, 6).with(FAILS_AT, { ...shape, N: 2 ** 53 - 1, n: 2 ** 53 - 1 }),
});

/**
 * What an executor of sweeps must keep to: each place is answered once, with the outcome that its case has wherever it
 * runs; a signal ends it soon, a case that fails is named, and nothing that was finished is lost. The sweeps are of
 * experiments of the library, which workers elsewhere know by name; each case takes some milliseconds.
 */
export function executorContract(options: ExecutorContractOptions): Contract {
  requireObject('executorContract', 'options', options);
  const { executor, patience = 60 } = options;
  if (typeof executor?.execute !== 'function') {
    throw new DomainError('executorContract', 'executor', 'an Executor', executor);
  }
  requirePositive('executorContract', 'patience', patience);

  /** Runs places of a sweep to an end, whatever it is, and notes what happens. */
  const execute = async (sweep: Sweep, places: readonly number[], watch: Watch = {}): Promise<Execution> => {
    const { signal, onStart, onDelivery } = watch;
    const started: number[] = [];
    const finished: FinishedCase[] = [];
    let ended = false;
    let late = 0;
    const running = async (): Promise<void> => {
      await executor.execute(
        sweep,
        places,
        (result) => {
          if (ended) late++;
          finished.push(result);
          onDelivery?.(result.index);
        },
        {
          ...(signal && { signal }),
          onStart(place) {
            if (ended) late++;
            started.push(place);
            onStart?.(place);
          },
        },
      );
    };
    const settled = running().then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    const rejection = await within(patience, settled, `places ${places.join(', ')} must come to an end`);
    ended = true;
    return { started, finished, rejection, late: () => late };
  };

  /** Runs places of a sweep to a good end. */
  const resolved = async (sweep: Sweep, places: readonly number[], watch?: Watch): Promise<Execution> => {
    const execution = await execute(sweep, places, watch);
    if (execution.rejection) throw execution.rejection.error;
    return execution;
  };

  const stopsAs = (moment: 'begins' | 'is answered'): ContractCheck => ({
    name: `begins nothing more once the signal asks to stop as a case ${moment}, and loses and invents nothing`,
    async check() {
      const signal = new StopSwitch();
      const places = placesOf(MANY);
      const afterwards: number[] = [];
      const { finished, late } = await resolved(MANY, places, {
        signal,
        onStart(place) {
          if (signal.aborted) afterwards.push(place);
          else if (moment === 'begins') signal.stop();
        },
        onDelivery() {
          if (moment === 'is answered') signal.stop();
        },
      });
      await demandEnd(late);
      demandPlaces('begun after the stop', afterwards, []);
      const left = places.filter((place) => !finished.some(({ index }) => index === place));
      const rest = await resolved(MANY, left);
      await demandOutcomes(MANY, places, [...finished, ...rest.finished]);
    },
  });

  return [
    {
      name: 'has a name',
      check() {
        const { name } = executor as { readonly name: unknown };
        demand(typeof name === 'string' && name !== '', `name must be a non-empty text, is ${String(name)}`);
      },
    },
    {
      name: 'answers the places that it is asked for, each once and no others, before it ends',
      async check() {
        const places = [4, 1, 9, 0];
        const { finished, late } = await resolved(MANY, places);
        demandPlaces('answered', finished.map(placeOf), places);
        await demandEnd(late);
      },
    },
    {
      name: 'says once of each place that it begins, before it is answered, and then how long it took',
      async check() {
        const places = [3, 0, 5];
        const begun = new Set<number>();
        const early: number[] = [];
        const { started, finished } = await resolved(MANY, places, {
          onStart: (place) => begun.add(place),
          onDelivery: (place) => begun.has(place) || early.push(place),
        });
        demandPlaces('said to begin', started, places);
        demandPlaces('answered before they begin', early, []);
        for (const { index, seconds } of finished) {
          const isTime = typeof seconds === 'number' && seconds >= 0 && seconds < Infinity;
          demand(isTime, `seconds of place ${index} must be a number at least 0, is ${String(seconds)}`);
        }
      },
    },
    {
      name: 'does nothing where there are no places',
      async check() {
        const { started, finished } = await resolved(MANY, []);
        demandPlaces('begun', started, []);
        demandPlaces('answered', finished.map(placeOf), []);
      },
    },
    {
      name: 'gives each case the outcome that it has here, for every experiment, whatever the order of the places',
      async check() {
        for (const sweep of [OTHERS, LATER]) {
          const places = placesOf(sweep).toReversed();
          await demandOutcomes(sweep, places, (await resolved(sweep, places)).finished);
        }
      },
    },
    {
      name: 'can be used again: outcomes depend on experiment, seed and parameters, on no place and no sweep before',
      async check() {
        const other = { ...FEW, seed: `another ${seed}`, cases: FEW.cases.toReversed() };
        for (const sweep of [FEW, other]) {
          const places = [2, 0, 1];
          await demandOutcomes(sweep, places, (await resolved(sweep, places)).finished);
        }
      },
    },
    {
      name: 'keeps two sweeps apart that it runs at once',
      async check() {
        const [first, second] = await Promise.all([resolved(FEW, [0, 1, 2]), resolved(OTHERS, [1, 0])]);
        await demandOutcomes(FEW, [0, 1, 2], first.finished);
        await demandOutcomes(OTHERS, [1, 0], second.finished);
      },
    },
    {
      name: 'begins nothing where the signal has asked to stop before',
      async check() {
        const signal = new StopSwitch();
        signal.stop();
        const { started, finished } = await resolved(MANY, [0, 1], { signal });
        demandPlaces('begun', started, []);
        demandPlaces('answered', finished.map(placeOf), []);
      },
    },
    stopsAs('begins'),
    stopsAs('is answered'),
    {
      name: 'names the case that fails, and why, once all that were under way are answered',
      async check() {
        const [expected] = await Promise.allSettled([Promise.resolve().then(() => outcomeAt(FAILING, FAILS_AT))]);
        const why = expected.status === 'rejected' ? (expected.reason as Error).message : 'a failure';
        const { started, finished, rejection, late } = await execute(FAILING, placesOf(FAILING));
        demand(rejection !== undefined, `a case that fails must be an error, ${executor.name} ends without one`);
        const { error } = rejection;
        demand(error instanceof CaseError, `a case that fails must be a CaseError, is ${String(error)}`);
        demand(error.index === FAILS_AT, `the case that fails must be ${FAILS_AT}, is ${error.index}`);
        demand(error.message.includes(why), `the error must say why, "${why}"; it says "${error.message}"`);
        const underWay = started.filter((place) => place !== FAILS_AT);
        await demandOutcomes(FAILING, underWay, finished);
        await demandEnd(late);
      },
    },
    {
      name: 'ends with the error of whoever is delivered to, and begins nothing more',
      async check() {
        const full = new Error('there is no room for what is delivered');
        let thrown = false;
        const afterwards: number[] = [];
        const { rejection } = await execute(MANY, placesOf(MANY), {
          onStart: (place) => thrown && afterwards.push(place),
          onDelivery() {
            thrown = true;
            throw full;
          },
        });
        demand(rejection?.error === full, `it must end with the error, ends with ${String(rejection?.error)}`);
        await pause(AFTERMATH_SECONDS);
        demandPlaces('begun after the error', afterwards, []);
      },
    },
    {
      name: 'leaves no listener on the signal',
      async check() {
        const signal = new StopSwitch();
        // A sweep that fails, because there it is most easily forgotten.
        await execute(FAILING, placesOf(FAILING), { signal });
        demand(signal.listeners === 0, `no listener may be left on the signal, there are ${signal.listeners}`);
      },
    },
  ];
}

/** A signal to stop that knows who listens. */
class StopSwitch implements AbortSignalLike {
  aborted = false;
  readonly #listeners = new Set<() => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  stop(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of this.#listeners) listener();
  }
}

const placeOf = ({ index }: FinishedCase): number => index;

const placesOf = ({ cases }: Sweep): number[] => cases.map((_, place) => place);

/** The outcome of a case when it is run here: its definition. */
const outcomeAt = ({ experiment, seed, cases }: Sweep, place: number) => runCase(experiment, seed, cases[place]);

/** Demands that nothing comes after the end. */
async function demandEnd(late: () => number): Promise<void> {
  await pause(AFTERMATH_SECONDS);
  demand(late() === 0, `nothing may happen after the end, but ${late()} cases began or were answered`);
}

/** Demands the places, each once, in whatever order. */
function demandPlaces(what: string, is: readonly number[], must: readonly number[]): void {
  const [found, expected] = [is, must].map((places) => places.toSorted((a, b) => a - b).join(', ') || 'none');
  demand(found === expected, `the places ${what} must be ${expected}, are ${found}`);
}

/** Demands an answer for each of the places, and in each the outcome that its case has here. */
async function demandOutcomes(
  sweep: Sweep,
  places: readonly number[],
  finished: readonly FinishedCase[],
): Promise<void> {
  demandPlaces('answered', finished.map(placeOf), places);
  for (const { index, outcome } of finished) {
    const [is, must] = [canonicalJson(outcome), canonicalJson(await outcomeAt(sweep, index))];
    demand(is === must, `${sweep.experiment.id}: the outcome at place ${index} must be ${must}, is ${is}`);
  }
}
