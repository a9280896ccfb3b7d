import { compensatedSum } from '../../../math/compensatedSum.ts';
import { logBinomialMasses } from '../../../math/logBinomialMasses.ts';
import {
  bestSplitOfMinimax,
  majorityAboveSft,
  majorityBound,
  minimaxBelowSft,
} from '../../../theory/bounds/lowerBounds/orderOfRisks.ts';
import { adaptiveMajorityRisk, adaptiveSftRisk } from '../../../theory/risk/adaptiveSftRisk.ts';
import type { HardFamilyParameters } from '../../../theory/risk/hardFamilyParameters.ts';
import { majorityRisk } from '../../../theory/risk/majorityRisk.ts';
import { minimaxRisk } from '../../../theory/risk/minimaxRisk.ts';
import type { SamplePlan } from '../../../theory/risk/minimaxRisk.ts';
import { sftIdentificationRisk } from '../../../theory/risk/sftRisk.ts';
import { hardFamilies } from '../../cases/hardFamilies.ts';
import type { CaseResult, Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { above, below, equal } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';

type Setting = HardFamilyParameters & SamplePlan & { readonly name: string };

/** Below this the exact risks, which leave out what is rarer than 1e-45, have fewer than nine digits. */
const LEAST = 1e-34;

const exactMinimax = computedOnce(minimaxRisk);
const exactSft = computedOnce(sftIdentificationRisk);

function* families(grid: Grid): Iterable<HardFamilyParameters & { readonly name: string }> {
  // All that there is, at the only prompt, and one prompt in two.
  yield { name: '(1, 3, 1)', prompts: 1, responses: 3, hardMass: 1 };
  yield { name: '(2, 3, 1)', prompts: 2, responses: 3, hardMass: 1 };
  yield* hardFamilies(grid);
}

function* splits(grid: Grid): Iterable<Setting> {
  for (const family of families(grid)) {
    const { prompts, responses, hardMass } = family;
    // Near-extremal: N = 2 where hardly any prompt is drawn twice, and where hardly any response is unseen after one draw.
    for (const visits of [0.01, 1, 5, 25]) {
      const n = Math.max(1, Math.round((visits * prompts) / hardMass));
      for (const N of [1, 2, 7, responses]) yield { ...family, n, N };
    }
  }
}

const nameOf = ({ name, n, N }: Setting): string => `${name}, n = ${n}, N = ${N}`;

/** No split of a budget does better than one response a prompt. */
export const claimBestSplitOfMinimax = claimInSettings(
  bestSplitOfMinimax,
  splits,
  (setting, bound): CaseResult[] => {
    const { name: _name, n, N, ...family } = setting;
    const measured = exactMinimax({ ...family, n, N });
    if (measured < LEAST) return [];
    const single = exactMinimax({ ...family, n: n * N, N: 1 });
    return [above(nameOf(setting), measured, bound.evaluate({ single }))];
  },
  {
    compares: 'minimax risk of n prompts with N responses each, exact, with that of nN prompts with one',
    mutations: [
      { name: 'a factor 1.001', formula: () => '1.001 * single' },
      { name: 'the exponent 1 made 0.99', formula: () => 'single^0.99' },
      { name: 'a thousandth added', formula: () => 'single + 1e-3 * (1 - single)' },
    ],
  },
);

function* plans(grid: Grid): Iterable<Setting> {
  for (const family of families(grid)) {
    const { prompts, responses, hardMass } = family;
    const half = Math.LN2 / -Math.log1p(-2 / responses);
    // Around the N at which best-of-N has half of its mass on the hidden response, and where it hardly misses it.
    for (const times of [0.3, 1.2, 2, 12]) {
      for (const visits of [0.01, 1, 5, 30]) {
        const n = Math.max(1, Math.round((visits * prompts) / hardMass));
        yield { ...family, n, N: Math.floor(half * times) + 1 };
      }
    }
  }
}

/** What a fit learns, the Bayes learner learns too. */
export const claimMinimaxBelowSft = claimInSettings(
  minimaxBelowSft,
  plans,
  (setting, bound): CaseResult[] => {
    const { name: _name, ...plan } = setting;
    const measured = exactSft(plan);
    if (measured < LEAST) return [];
    return [above(nameOf(setting), measured, bound.evaluate({ minimax: exactMinimax(plan) }))];
  },
  {
    compares: 'identification risk of SFT-sharpening, exact, with the minimax risk of the same plan',
    mutations: [
      { name: 'a factor 1.01', formula: () => '1.01 * minimax' },
      { name: 'the exponent 1 made 0.9', formula: () => 'minimax^0.9' },
      { name: 'a hundredth added', formula: () => 'minimax + 1e-2 * (1 - minimax)' },
    ],
  },
);

/**
 * The chances that K ~ Binomial(n, p) is 0, and that of K >= 1 draws, which each miss with probability u, less than half,
 * or just half, do not: summed up as they stand.
 */
function votes(n: number, p: number, u: number): { fewer: number; half: number; unseen: number } {
  const visits = logBinomialMasses(n, p, n).map(Math.exp);
  const [fewer, half]: [number[], number[]] = [[], []];
  for (let K = 1; K <= n; K++) {
    // Masses fall from the mean on; what is left out is below a part in 1e20 of what is not.
    if (visits[K]! < 1e-60) {
      if (K > n * p) break;
      continue;
    }
    const misses = logBinomialMasses(K, u, K).map(Math.exp);
    fewer.push(visits[K]! * compensatedSum(misses.subarray(Math.floor(K / 2) + 1)));
    if (K % 2 === 0) half.push(visits[K]! * misses[K / 2]!);
  }
  return { fewer: compensatedSum(fewer), half: compensatedSum(half), unseen: visits[0]! };
}

const votesOnce = computedOnce(({ n, p, u }: { n: number; p: number; u: number }) => votes(n, p, u));

interface Vote {
  readonly name: string;
  readonly family: HardFamilyParameters;
  readonly n: number;
  /** What a response misses the hidden one with. */
  readonly u: number;
  /** The exact risks of the mode, and of the majority where it is asked for. */
  readonly sft: number;
  readonly majority?: number;
}

function* elections(grid: Grid): Iterable<Vote> {
  for (const setting of plans(grid)) {
    const { name: _name, n, N, ...family } = setting;
    if (n > 1e5) continue;
    const u = Math.exp(N * Math.log1p(-2 / family.responses));
    const sft = exactSft({ ...family, n, N });
    // Where a response is rather wrong than right, the majority is no way to learn.
    const majority = u < 1 / 2 ? { majority: majorityRisk({ ...family, n, N }) } : {};
    yield { name: nameOf(setting), family, n, u, sft, ...majority };
  }
  for (const [prompts, responses, hardMass] of [
    [1, 3, 1],
    [4, 16, 0.5],
  ] as const) {
    const family = { prompts, responses, hardMass };
    for (const [n, mu] of [
      [1, 2],
      [2, 2],
      [24, 1.5],
      [60, 0.7],
    ] as const) {
      // With one prompt and one draw the majority errs just as often as it misses.
      const u = adaptiveMajorityRisk({ prompts: 1, responses, hardMass: 1, n: 1, mu });
      const [sft, majority] = [
        adaptiveSftRisk({ ...family, n, mu, delta: 0.5 }),
        adaptiveMajorityRisk({ ...family, n, mu }),
      ];
      yield {
        name: `(${prompts}, ${responses}, ${hardMass}), n = ${n}, adaptive, mu = ${mu}`,
        family,
        n,
        u,
        sft,
        majority,
      };
    }
  }
}

/** The mode errs less often than the majority, whose risk is the formula. */
export const claimMajorityAboveSft = claimInSettings(
  majorityAboveSft,
  elections,
  ({ name, family, n, u, sft, majority }, bound): CaseResult[] => {
    const { prompts, responses, hardMass } = family;
    const most = bound.evaluate({ hardMass, responses, ...votesOnce({ n, p: hardMass / prompts, u }) });
    if (most < LEAST) return [];
    const voted = below(name, sft, most);
    return majority === undefined ? [voted] : [voted, equal(`${name}, majorityRisk itself`, majority, most)];
  },
  {
    compares:
      'identification risk of SFT-sharpening, exact, with that of the majority; and that with majorityRisk: equal',
    mutations: [
      { name: 'ties lost a third of the time', formula: () => majorityAboveSft.formulaWith('half / 2', 'half / 3') },
      { name: 'ties not lost', formula: () => majorityAboveSft.formulaWith('half / 2', '0 * half') },
      { name: 'fewer than half not lost', formula: () => majorityAboveSft.formulaWithout('fewer') },
      {
        name: 'a guess at an unseen prompt right twice as often',
        formula: () => majorityAboveSft.formulaWith('1 - 1 / responses', '1 - 2 / responses'),
      },
      { name: 'unseen prompts dropped', formula: () => majorityAboveSft.formulaWith('unseen', '0 * unseen') },
      { name: 'Delta squared', formula: () => majorityAboveSft.formulaWith('hardMass', 'hardMass^2') },
    ],
  },
);

function* sureVotes(grid: Grid): Iterable<Setting> {
  for (const setting of plans(grid)) {
    if (setting.N * Math.log1p(-2 / setting.responses) < -Math.LN2) yield setting;
  }
  // Near-extremal: a prompt that is most likely unseen, and best-of-N that is right; and three responses that hardly tell.
  yield { name: '(64, 256, 0.05)', prompts: 64, responses: 256, hardMass: 0.05, n: 6000, N: 4000 };
  yield { name: '(1, 3, 1)', prompts: 1, responses: 3, hardMass: 1, n: 150, N: 1 };
}

/** Majority voting stays below the first part of bound (C). */
export const claimMajorityBound = claimInSettings(
  majorityBound,
  sureVotes,
  (setting, bound) => {
    const { name: _name, ...plan } = setting;
    return below(nameOf(setting), majorityRisk(plan), bound.evaluate(plan));
  },
  {
    compares: 'risk of majority voting, exact, with the bound',
    mutations: [
      { name: 'g1 made 1.1 g1', formula: () => 'hardMass * max(0, 1 - 1.1 * p * g1)^n' },
      { name: 'the square of g1 dropped', formula: () => 'hardMass * exp(n * log1p(-p * sqrt(g1)))' },
      { name: 'p dropped', formula: () => 'hardMass * (1 - g1)^n' },
      { name: 'the exponent n made 1.01 n', formula: () => 'hardMass * exp(1.01 * n * logOne)' },
      { name: 'a factor 0.99', formula: () => '0.99 * hardMass * exp(n * logOne)' },
      { name: 'Delta squared', formula: () => 'hardMass^2 * exp(n * logOne)' },
    ],
  },
);
