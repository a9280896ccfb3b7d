import { describe } from 'vitest';
import { CaseError, experiments, inline } from '../../src/experiments/index.ts';
import type { AbortSignalLike, Executor, FinishedCase, Outcome, Sweep } from '../../src/experiments/index.ts';
import { runCase } from '../../src/experiments/sweep.ts';
import { executorContract } from '../../src/testing/index.ts';
import { notices } from './mutants.ts';
import type { Any } from './mutants.ts';

type Execute = Executor['execute'];
type Deliver = Parameters<Execute>[2];
type Options = NonNullable<Parameters<Execute>[3]>;

/** `inline` with another way to execute. */
const by = (execute: (...args: Parameters<Execute>) => Promise<void>, name = 'mutant'): Executor => ({ name, execute });

/** `inline`, but for what it delivers. */
const delivering = (change: (finished: FinishedCase, deliver: Deliver) => void): Executor =>
  by((sweep, places, deliver, options) => inline.execute(sweep, places, (each) => change(each, deliver), options));

/** `inline`, but for the options that it heeds. */
const heeding = (change: (options: Options) => Options): Executor =>
  by((sweep, places, deliver, options = {}) => inline.execute(sweep, places, deliver, change(options)));

/** An outcome, or the promise of one. */
const outcomeAt = ({ experiment, seed, cases }: Sweep, place: number): Any => runCase(experiment, seed, cases[place]);

/** All cases at once, whatever happens to one of them. */
const allAtOnce: Execute = async (sweep, places, deliver, { onStart } = {}) => {
  const running = places.map(async (index) => {
    onStart?.(index);
    let outcome: Outcome;
    try {
      outcome = await outcomeAt(sweep, index);
    } catch (error) {
      throw new CaseError(sweep, index, error);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
    deliver({ index, outcome, seconds: 0 });
  });
  await Promise.all(running);
};

/** The signal, as one sees it who looks at it only once a case has begun. */
function seenLate(signal: AbortSignalLike): AbortSignalLike {
  let looks = 0;
  return {
    get aborted() {
      return looks++ > 0 && signal.aborted;
    },
    addEventListener() {},
    removeEventListener() {},
  };
}

const HANGS = 'a mutant that hangs';
const never = new Promise<never>(() => {});

describe('executorContract', () => {
  notices<Executor>((executor) => executorContract({ executor, patience: executor.name === HANGS ? 1 : 30 }), inline, [
    ['has no name', { execute: inline.execute } as Any, /has a name/],
    [
      'answers a place twice',
      delivering((each, deliver) => {
        deliver(each);
        if (each.index === 0) deliver(each);
      }),
      /each once/,
    ],
    [
      'leaves its last place out',
      by((sweep, places, ...rest) => inline.execute(sweep, places.slice(0, -1), ...rest)),
      /each once/,
    ],
    [
      'runs all that it is not asked for',
      by((sweep, _places, ...rest) => inline.execute(sweep, [...sweep.cases.keys()], ...rest)),
      /each once/,
    ],
    [
      'numbers answers in the order in which they come',
      by((sweep, places, deliver, options) => {
        let next = 0;
        return inline.execute(sweep, places, (each) => deliver({ ...each, index: next++ }), options);
      }),
      /each once/,
    ],
    [
      'ends before it is done',
      by(async (...args) => {
        setTimeout(() => {
          inline.execute(...args).catch(() => {});
        }, 1);
      }),
      /each once/,
    ],
    [
      'answers once more after the end',
      by(async (sweep, places, deliver, options) => {
        let last: FinishedCase | undefined;
        const kept = (each: FinishedCase): void => deliver((last = each));
        await inline.execute(sweep, places, kept, options);
        if (last) setTimeout(deliver, 1, last);
      }),
      /each once/,
    ],
    ['never says what begins', heeding(({ signal }) => ({ ...(signal && { signal }) })), /begins, before/],
    [
      'says what begins once it is answered',
      by((sweep, places, deliver, options) => {
        const late = (each: FinishedCase): void => {
          deliver(each);
          options?.onStart?.(each.index);
        };
        return inline.execute(sweep, places, late, { ...(options?.signal && { signal: options.signal }) });
      }),
      /begins, before/,
    ],
    [
      'says twice what begins',
      heeding(({ onStart, ...options }) => ({
        ...options,
        onStart(place) {
          onStart?.(place);
          onStart?.(place);
        },
      })),
      /begins, before/,
    ],
    ['has no clock', delivering((each, deliver) => deliver({ ...each, seconds: NaN })), /how long/],
    ['tells the time backwards', delivering((each, deliver) => deliver({ ...each, seconds: -1 })), /how long/],
    [
      'runs everything where it is asked for nothing',
      by((sweep, places, ...rest) =>
        inline.execute(sweep, places.length === 0 ? [...sweep.cases.keys()] : places, ...rest),
      ),
      /no places/,
    ],
    [
      'fails where it is asked for nothing',
      by((sweep, places, ...rest) =>
        places.length === 0 ? Promise.reject(new Error('nothing')) : inline.execute(sweep, places, ...rest),
      ),
      /no places/,
    ],
    [
      'derives randomness from the place',
      by((sweep, places, deliver, options) =>
        inline.execute(
          sweep,
          places,
          (each) => {
            const seed = `${sweep.seed}/${each.index}`;
            deliver({ ...each, outcome: outcomeAt({ ...sweep, seed }, each.index) });
          },
          options,
        ),
      ),
      /outcome that it has here/,
    ],
    [
      'does not wait for outcomes that come later',
      by(async (sweep, places, deliver) => {
        for (const index of places) {
          deliver({ index, outcome: outcomeAt(sweep, index), seconds: 0 });
        }
      }),
      /outcome that it has here/,
    ],
    [
      'knows one experiment only',
      by((sweep, ...rest) => inline.execute({ ...sweep, experiment: experiments[0] as Any }, ...rest)),
      /outcome that it has here/,
    ],
    [
      'drops the cost',
      delivering((each, deliver) => deliver({ ...each, outcome: { values: each.outcome.values } as Any })),
      /outcome that it has here/,
    ],
    ['remembers outcomes by their place', remembering(), /used again/],
    ['has one seed for all', by((sweep, ...rest) => inline.execute({ ...sweep, seed: 'x' }, ...rest)), /used again/],
    ['is spent after one sweep', spent(), /used again/],
    ['delivers all to whoever came last', crossing(), /keeps two sweeps apart/],
    [
      'does not look at the signal before it begins',
      heeding(({ signal, ...options }) => (signal ? { ...options, signal: seenLate(signal) } : options)),
      /asked to stop before/,
    ],
    [
      'does not look at the signal',
      heeding(({ onStart }) => ({ ...(onStart && { onStart }) })),
      /begins nothing more once/,
    ],
    ['begins all at once', by(allAtOnce), /as a case begins/],
    [
      'hangs once it is stopped',
      by(async (sweep, places, deliver, options) => {
        await inline.execute(sweep, places, deliver, options);
        if (options?.signal?.aborted) await never;
      }, HANGS),
      /as a case is answered/,
    ],
    [
      'takes a stop for a failure',
      by(async (sweep, places, deliver, options) => {
        await inline.execute(sweep, places, deliver, options);
        if (options?.signal?.aborted) throw new Error('stopped');
      }),
      /as a case is answered/,
    ],
    [
      'invents answers for what it no longer runs',
      by(async (sweep, places, deliver, options) => {
        const left = new Set(places);
        const noted = (each: FinishedCase): void => {
          left.delete(each.index);
          deliver(each);
        };
        await inline.execute(sweep, places, noted, options);
        for (const index of left) deliver({ index, outcome: { values: {} } as Any, seconds: 0 });
      }),
      /invents nothing/,
    ],
    [
      'delivers after it has stopped',
      by(async (sweep, places, deliver, options) => {
        let last: FinishedCase | undefined;
        await inline.execute(
          sweep,
          places,
          (each) => (options?.signal?.aborted ? (last = each) : deliver(each)),
          options,
        );
        if (last) setTimeout(deliver, 1, last);
      }),
      /as a case begins/,
    ],
    [
      'passes over a case that fails',
      by((...args) => inline.execute(...args).catch(() => {})),
      /names the case that fails/,
    ],
    [
      'says what failed, but not which',
      by((...args) => inline.execute(...args).catch((error: Error) => Promise.reject(error.cause as Error))),
      /names the case that fails/,
    ],
    [
      'names another case',
      by((sweep, ...rest) =>
        inline.execute(sweep, ...rest).catch((error: Error) => Promise.reject(new CaseError(sweep, 0, error.cause))),
      ),
      /names the case that fails/,
    ],
    [
      'says which failed, but not why',
      by((sweep, ...rest) =>
        inline
          .execute(sweep, ...rest)
          .catch((error: CaseError) => Promise.reject(new CaseError(sweep, error.index, 'failed'))),
      ),
      /names the case that fails/,
    ],
    ['hangs where a case fails', by((...args) => inline.execute(...args).catch(() => never), HANGS), /names the case/],
    ['loses what was under way where a case fails', by(losing), /names the case that fails/],
    [
      'drops the errors of whoever is delivered to',
      delivering((each, deliver) => {
        try {
          deliver(each);
        } catch {
          // Dropped: this is what the contract is to notice.
        }
      }),
      /whoever is delivered to/,
    ],
    [
      'says of an error of whoever is delivered to that the case has failed',
      by((sweep, places, deliver, options) =>
        inline.execute(
          sweep,
          places,
          (each) => {
            try {
              deliver(each);
            } catch (error) {
              throw new CaseError(sweep, each.index, error);
            }
          },
          options,
        ),
      ),
      /whoever is delivered to/,
    ],
    [
      'goes on after an error of whoever is delivered to',
      by(async (sweep, places, deliver, options) => {
        let first: { readonly error: unknown } | undefined;
        const kept = (each: FinishedCase): void => {
          try {
            deliver(each);
          } catch (error) {
            first ??= { error };
          }
        };
        await inline.execute(sweep, places, kept, options);
        if (first) throw first.error;
      }),
      /whoever is delivered to/,
    ],
    [
      'listens on after a case has failed',
      by(async (sweep, places, deliver, options) => {
        const listener = (): void => {};
        options?.signal?.addEventListener('abort', listener);
        await inline.execute(sweep, places, deliver, options);
        options?.signal?.removeEventListener('abort', listener);
      }),
      /no listener/,
    ],
  ]);

  function remembering(): Executor {
    const known = new Map<string, FinishedCase>();
    return by((sweep, places, deliver, options) =>
      inline.execute(
        sweep,
        places,
        (each) => {
          const key = `${sweep.experiment.id} ${each.index}`;
          known.set(key, known.get(key) ?? each);
          deliver(known.get(key)!);
        },
        options,
      ),
    );
  }

  function spent(): Executor {
    let used = false;
    return by((...args) => {
      if (used) return Promise.reject(new Error('the pool is closed'));
      used = true;
      return inline.execute(...args);
    });
  }

  function crossing(): Executor {
    let last: Deliver | undefined;
    return by(async (sweep, places, deliver, options) => {
      last = deliver;
      await inline.execute(sweep, places, (each) => last!(each), options);
    });
  }

  /** Ends with the failure as soon as it is there; what else had begun is never delivered. */
  async function losing(...[sweep, places, deliver, options]: Parameters<Execute>): Promise<void> {
    let ended = false;
    const unless = (each: FinishedCase): void => (ended ? undefined : deliver(each));
    try {
      await allAtOnce(sweep, places, unless, options);
    } finally {
      ended = true;
    }
  }
});
