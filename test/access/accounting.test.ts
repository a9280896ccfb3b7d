import { describe, expect, it } from 'vitest';
import type { Cost } from '../../src/access/cost.ts';
import type { AnyQuery, Kind } from '../../src/access/frameworks.ts';
import type { Program } from '../../src/access/query.ts';
import { adaptiveBestOfN } from '../../src/access/queries/adaptiveBestOfN.ts';
import { basePolicy } from '../../src/access/queries/basePolicy.ts';
import { bayesFit } from '../../src/access/queries/bayesFit.ts';
import { bestOfN } from '../../src/access/queries/bestOfN.ts';
import { draw } from '../../src/access/queries/draw.ts';
import { eachPrompt } from '../../src/access/queries/eachPrompt.ts';
import { evaluate } from '../../src/access/queries/evaluate.ts';
import { maximumLikelihood } from '../../src/access/queries/maximumLikelihood.ts';
import { nextPrompts } from '../../src/access/queries/nextPrompts.ts';
import { nextTokenLaw } from '../../src/access/queries/nextTokenLaw.ts';
import { objective } from '../../src/access/queries/objective.ts';
import { optimisticFit } from '../../src/access/queries/optimisticFit.ts';
import { plan } from '../../src/access/queries/plan.ts';
import { regressRewards } from '../../src/access/queries/regressRewards.ts';
import { rejectionSampling } from '../../src/access/queries/rejectionSampling.ts';
import { release } from '../../src/access/queries/release.ts';
import { sampleFrom } from '../../src/access/queries/sampleFrom.ts';
import { uniforms } from '../../src/access/queries/uniforms.ts';
import type { Backend, Deliver } from '../../src/access/remote/backend.ts';
import { LineLog } from '../../src/access/remote/answerLog.ts';
import { run } from '../../src/access/run.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import type { Explicit, Spaces } from '../../src/access/spaces.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { Source } from '../../src/math/random/source.ts';
import { FiniteClass } from '../../src/policies/classes/finiteClass.ts';
import { RewardPairs } from '../../src/policies/data/rewardPairs.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { powerPolicy } from '../../src/policies/transforms/powerPolicy.ts';
import { randomAutoregressivePolicy } from '../../src/theory/instances/randomAutoregressivePolicy.ts';
import { fakeRemote, promptsOf } from '../support/fakeRemote.ts';
import type { Wire } from '../support/fakeRemote.ts';

const source = Source.named('test/access/accounting');
const base = randomAutoregressivePolicy(
  { prompts: 4, vocabulary: 3, end: 0, maxTokens: 3, concentration: 2 },
  source.split('base'),
);
// A world whose class holds the base policy, so that every fit has something to find.
const members = [1, 2, 3].map((exponent) => powerPolicy(base, exponent));
const world = new ExplicitWorld(FiniteLaw.uniform(4), base, new FiniteClass(members));
const prompts = promptsOf(world);

/** A program with what it must cost, counted by hand, and what must come of it. */
interface Asked {
  readonly kind: Kind;
  readonly cost: Partial<Cost>;
  program<S extends Numbered>(): Program<AnyQuery<S>, unknown>;
  /** How many things the answer holds. */
  readonly answers?: (answer: any) => number;
  readonly expected?: number;
  /** How many of them must differ at least: equal ones were drawn once and given twice. */
  readonly distinct?: (answer: any) => readonly unknown[];
  /** A cost that depends on what was drawn, beside a count made by the program itself. */
  readonly counted?: true;
}
interface Numbered extends Spaces {
  Prompt: number;
  Response: number;
}

const none: Cost = { prompts: 0, samples: 0, evaluations: 0, fits: 0, tokens: 0 };
const rows = (answer: { responses: ArrayLike<number> }) => answer.responses.length;

function* pairsFor<S extends Numbered>(): Program<AnyQuery<S>, RewardPairs<S['Prompt'], S['Response']>> {
  const { prompts: asked, responses } = yield* plan<S>({ n: 2, N: 2 });
  const pairs = new RewardPairs<S['Prompt'], S['Response']>();
  for (const i of [0, 1]) {
    pairs.append({
      prompt: asked[i]!,
      response: responses[2 * i]!,
      baseline: responses[2 * i + 1]!,
      rewardGap: 0.1,
      baseLogRatio: 0,
    });
  }
  return pairs;
}

const KINDS: Asked[] = [
  { kind: 'plan', cost: { prompts: 3, samples: 15 }, program: () => plan({ n: 3, N: 5 }), answers: rows, expected: 15 },
  {
    kind: 'bestOfN',
    cost: { prompts: 3, samples: 15 },
    program: () => bestOfN({ n: 3, N: 5, reward: logLikelihood }),
    answers: rows,
    expected: 3,
  },
  {
    kind: 'eachPrompt',
    cost: { prompts: 5 },
    *program<S extends Numbered>() {
      return yield* eachPrompt<S, never, number>(5, function* () {
        return 1;
      });
    },
    answers: (answer: number[]) => answer.length,
    expected: 5,
  },
  {
    kind: 'draw',
    cost: { prompts: 2, samples: 14 },
    *program<S extends Numbered>() {
      return yield* eachPrompt(2, function* () {
        const first = yield* draw<S>(4);
        const second = yield* draw<S>(3);
        return first.responses.length + second.responses.length + first.logLikelihoods.length;
      });
    },
    answers: (answer: number[]) => answer.reduce((a, b) => a + b, 0),
    expected: 22,
  },
  {
    kind: 'adaptiveBestOfN',
    cost: { prompts: 6 },
    counted: true,
    program: () => adaptiveBestOfN({ n: 6, mu: 1.5 }),
    answers: rows,
    expected: 6,
  },
  {
    kind: 'rejectionSampling',
    cost: { prompts: 6 },
    counted: true,
    // So high a ceiling that hardly anything is accepted: mostly 5 tries and one more.
    program: () => rejectionSampling({ n: 6, N: 5, beta: 1, reward: logLikelihood, ceiling: 5 }),
    answers: rows,
    expected: 6,
  },
  {
    kind: 'uniforms',
    cost: {},
    program: () => uniforms(5),
    answers: (answer: ArrayLike<number>) => answer.length,
    expected: 5,
    distinct: (answer: Float64Array) => Array.from(answer),
  },
  {
    kind: 'nextPrompts',
    cost: { prompts: 7 },
    program: () => nextPrompts(7),
    answers: (answer: ArrayLike<number>) => answer.length,
    expected: 7,
  },
  {
    kind: 'evaluate',
    cost: { evaluations: 3 },
    program: () => evaluate([0, 1, 2], [0, 1, 2]),
    answers: (answer: ArrayLike<number>) => answer.length,
    expected: 3,
  },
  {
    kind: 'sampleFrom',
    cost: { prompts: 3, samples: 36 },
    *program<S extends Numbered>() {
      const asked = yield* nextPrompts<S>(3);
      return yield* sampleFrom<S>(yield* basePolicy<S>(), asked, 12);
    },
    answers: rows,
    expected: 36,
    // 12 draws of a law whose likeliest response has less than half of the mass.
    distinct: ({ responses }: { responses: ArrayLike<number> }) => Array.from(responses).slice(0, 12),
  },
  { kind: 'basePolicy', cost: {}, program: () => basePolicy() },
  {
    kind: 'release',
    cost: { prompts: 1, samples: 1, fits: 1 },
    *program<S extends Numbered>() {
      return yield* release<S>(yield* maximumLikelihood<S>(yield* plan<S>({ n: 1, N: 1 })));
    },
  },
  {
    kind: 'objective',
    cost: { prompts: 9, samples: 9 },
    *program<S extends Numbered>() {
      return yield* objective<S>({ policy: yield* basePolicy<S>(), reward: logLikelihood, beta: 1, n: 9 });
    },
  },
  {
    kind: 'maximumLikelihood',
    cost: { prompts: 2, samples: 2, fits: 1 },
    *program<S extends Numbered>() {
      return yield* maximumLikelihood<S>(yield* plan<S>({ n: 2, N: 1 }));
    },
  },
  {
    kind: 'bayesFit',
    cost: { prompts: 2, samples: 4, fits: 1 },
    *program<S extends Numbered>() {
      return yield* bayesFit<S>(yield* plan<S>({ n: 2, N: 2 }));
    },
  },
  {
    kind: 'regressRewards',
    cost: { prompts: 2, samples: 4, fits: 1 },
    *program<S extends Numbered>() {
      return yield* regressRewards<S>(yield* pairsFor<S>(), 1);
    },
  },
  {
    kind: 'optimisticFit',
    cost: { prompts: 2, samples: 4, fits: 1 },
    *program<S extends Numbered>() {
      return yield* optimisticFit<S>(yield* pairsFor<S>(), 0.1, 1);
    },
  },
  {
    kind: 'nextTokenLaw',
    cost: { evaluations: 2 },
    program: () =>
      nextTokenLaw([
        { prompt: 0, tokens: [] },
        { prompt: 1, tokens: [1] },
      ]),
    answers: (answer: readonly unknown[]) => answer.length,
    expected: 2,
  },
];

/** Counts what a model gives, at its end of the wire. */
function counting(one: ReturnType<typeof fakeRemote>['backend']) {
  const given = { samples: 0, evaluations: 0, fits: 0 };
  const told =
    <A>(unit: 'samples' | 'evaluations', deliver: Deliver<A>): Deliver<A> =>
    (index, answer) => {
      given[unit]++;
      deliver(index, answer);
    };
  const backend: typeof one = {
    ...one,
    sample: (requests, deliver) => one.sample(requests, told('samples', deliver)),
    sampleFrom: (requests, deliver) => one.sampleFrom(requests, told('samples', deliver)),
    evaluate: (requests, deliver) => one.evaluate(requests, told('evaluations', deliver)),
    nextTokenLaws: (prefixes, deliver) => one.nextTokenLaws(prefixes, told('evaluations', deliver)),
    fit: (request, options) => {
      given.fits++;
      return one.fit(request, options);
    },
  };
  return { backend, given };
}

function checkAnswer({ answers, expected, distinct }: Asked, answer: unknown): void {
  if (answers) expect(answers(answer)).toBe(expected);
  if (distinct) expect(new Set(distinct(answer)).size).toBeGreaterThan(2);
}

it('every kind of query is among those that are counted', () => {
  const all: Record<Kind, true> = {
    plan: true,
    bestOfN: true,
    eachPrompt: true,
    draw: true,
    adaptiveBestOfN: true,
    rejectionSampling: true,
    uniforms: true,
    nextPrompts: true,
    evaluate: true,
    sampleFrom: true,
    basePolicy: true,
    release: true,
    objective: true,
    maximumLikelihood: true,
    bayesFit: true,
    regressRewards: true,
    optimisticFit: true,
    nextTokenLaw: true,
  };
  expect(KINDS.map(({ kind }) => kind).sort()).toEqual(Object.keys(all).sort());
});

describe.each(KINDS)('$kind', (asked) => {
  const { program, cost: expected, counted } = asked;

  it.each(['definition', 'responses', 'counts'] as const)(
    'costs what was counted by hand on an explicit world, answered by %s',
    (derived) => {
      const { result, cost } = run(program<Explicit>(), world, { source, derived });
      if (counted) {
        expect(cost).toEqual({ ...none, ...expected, samples: cost.samples });
        expect(cost.samples).toBeGreaterThanOrEqual(6 * 2);
      } else expect(cost).toEqual({ ...none, ...expected });
      if (asked.kind !== 'bestOfN' || derived !== 'counts') checkAnswer(asked, result);
    },
  );

  it('costs the same on a backend, which gives as much as is charged, with a token a response; and again from the log', async () => {
    const { backend, given } = counting(fakeRemote(world).backend);
    const log = new LineLog();
    const { result, cost } = await runAsync(program<Wire>(), backend, { source, prompts, log });
    const { samples, evaluations, fits } = cost;
    expect({ samples, evaluations, fits }).toEqual(given);
    expect(cost).toEqual({ ...none, ...expected, ...(counted && { samples }), tokens: samples });
    checkAnswer(asked, result);
    const again = counting(fakeRemote(world).backend);
    const replayed = await runAsync(program<Wire>(), again.backend, { source, prompts, log: new LineLog(log.lines) });
    expect(replayed).toEqual({ result, cost });
    expect(again.given).toEqual({ samples: 0, evaluations: 0, fits: 0 });
  });

  it('is not begun where the budget falls short by one, on both drivers', async () => {
    for (const unit of Object.keys(expected) as (keyof Cost)[]) {
      const budget = { [unit]: expected[unit]! - 1 };
      const message = new RegExp(`${unit} after \\d+, but the budget allows ${budget[unit]}`);
      expect(() => run(program<Explicit>(), world, { source, budget })).toThrow(message);
      const { backend } = fakeRemote(world);
      await expect(runAsync(program<Wire>(), backend, { source, prompts, budget })).rejects.toThrow(message);
    }
  });
});

describe('a call that ends with too few answers is noticed', () => {
  type Method = 'sample' | 'sampleFrom' | 'evaluate' | 'nextTokenLaws';
  const methods: Record<Method, Asked> = {
    sample: KINDS.find(({ kind }) => kind === 'plan')!,
    sampleFrom: KINDS.find(({ kind }) => kind === 'sampleFrom')!,
    evaluate: KINDS.find(({ kind }) => kind === 'evaluate')!,
    nextTokenLaws: KINDS.find(({ kind }) => kind === 'nextTokenLaw')!,
  };

  it.each(Object.entries(methods))('%s', async (method, { program }) => {
    const { backend } = fakeRemote(world);
    const right = backend[method as Method] as (
      requests: readonly unknown[],
      deliver: Deliver<unknown>,
    ) => Promise<void>;
    const short = {
      ...backend,
      [method]: (requests: readonly unknown[], deliver: Deliver<unknown>) => right(requests.slice(1), deliver),
    } as Backend<Wire> & typeof backend;
    await expect(runAsync(program<Wire>(), short, { source, prompts })).rejects.toThrow(
      /^backend: a call with \d+ requests ended after \d+ answers$/,
    );
  });
});
