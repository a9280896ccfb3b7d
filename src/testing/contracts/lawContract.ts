import { requireLength, requireNumbers, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { ExactLaw } from '../../laws/exactLaw.ts';
import { Spectrum } from '../../laws/spectrum.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { TIE_TOLERANCE } from '../../math/tolerance.ts';
import { FailureBudget } from '../../statistics/failureBudget.ts';
import { CHECK_FAILURE, demand } from './contract.ts';
import type { CheckOutcome, Contract } from './contract.ts';
import { demandFrequencies, demandLaw } from './laws.ts';

export interface LawContractOptions {
  /** Makes the law; asked several times with sources of one key. */
  readonly law: (source: Source) => ExactLaw;
  /** Its masses in closed form, where there is one: of each outcome, or of each level taken whole. */
  readonly masses?: ArrayLike<number>;
  readonly source: Source;
}

const DRAWS = 20_000;

/** What a construction of a law must keep to: total mass 1, its closed form, one law from one source, right draws. */
export function lawContract(options: LawContractOptions): Contract {
  requireObject('lawContract', 'options', options);
  const { law, masses, source } = options;
  if (typeof law !== 'function') throw new DomainError('lawContract', 'law', 'a function of a Source', law);
  requireSource('lawContract', source);
  if (masses !== undefined) requireNumbers('lawContract', 'masses', masses);
  const made = (): ExactLaw => law(source.split('law'));
  return [
    {
      name: 'is a law: log masses with a total mass of 1',
      check: () => demandLaw('the law', made()),
    },
    {
      name: 'is the same law when it is made from the same source again',
      check() {
        const [first, second] = [made(), made()];
        demand(first.size === second.size, 'the law must have the same size when it is made again');
        for (let i = 0; i < first.size; i++) {
          const [a, b] = [first.logMasses[i], second.logMasses[i]];
          demand(a === b, `log mass ${i} must be the same when the law is made again: ${a}, then ${b}`);
        }
      },
    },
    {
      name: 'has the masses of its closed form',
      check(): CheckOutcome {
        if (masses === undefined) return { skipped: 'no masses in closed form are given' };
        const { levelLogMasses } = made();
        requireLength('lawContract', 'masses', masses, levelLogMasses.length);
        for (let i = 0; i < masses.length; i++) {
          const exact = Math.log(masses[i]!);
          const near = Math.abs(levelLogMasses[i]! - exact) <= TIE_TOLERANCE * Math.max(1, Math.abs(exact));
          demand(
            near || levelLogMasses[i] === exact,
            `mass ${i} must be ${masses[i]}, is ${Math.exp(levelLogMasses[i]!)}`,
          );
        }
      },
    },
    {
      name: 'draws each outcome with its probability, one by one and as counts',
      check(): CheckOutcome {
        const drawn = made();
        if (drawn instanceof Spectrum) return { skipped: 'a law by levels is not drawn from' };
        const failures = new FailureBudget(CHECK_FAILURE, ['one by one', 'as counts']);
        const counts = new Float64Array(drawn.size);
        const one = source.split('draws');
        for (let i = 0; i < DRAWS; i++) {
          const outcome = drawn.draw(one);
          demand(outcome in counts, `a draw must be an outcome in 0..${drawn.size - 1}, is ${outcome}`);
          counts[outcome]!++;
        }
        demandFrequencies('draw', counts, drawn, failures.take('one by one'));
        const together = new Float64Array(drawn.size);
        drawn.sampler.addCounts(DRAWS, source.split('counts'), together);
        demandFrequencies('sampler.addCounts', together, drawn, failures.take('as counts'));
      },
    },
  ];
}
