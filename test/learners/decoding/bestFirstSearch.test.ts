import { describe, expect, it } from 'vitest';
import { nextTokenAccess } from '../../../src/access/frameworks.ts';
import type { Prefix } from '../../../src/access/queries/nextTokenLaw.ts';
import { tokenLaw } from '../../../src/access/queries/tokenLaw.ts';
import type { TokenLaw } from '../../../src/access/queries/tokenLaw.ts';
import { LineLog } from '../../../src/access/remote/answerLog.ts';
import type { Deliver } from '../../../src/access/remote/backend.ts';
import { run } from '../../../src/access/run.ts';
import { runAsync } from '../../../src/access/runAsync.ts';
import type { Explicit } from '../../../src/access/spaces.ts';
import { bestFirstSearch } from '../../../src/learners/decoding/bestFirstSearch.ts';
import type { BestFirstSearchOptions, SearchedPrompt } from '../../../src/learners/decoding/bestFirstSearch.ts';
import { bestOfNLaw } from '../../../src/laws/transforms/bestOfNLaw.ts';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { modes } from '../../../src/laws/levels.ts';
import { logSumExp } from '../../../src/math/logSpace.ts';
import { Source } from '../../../src/math/random/source.ts';
import { tied } from '../../../src/math/tolerance.ts';
import { AutoregressivePolicy } from '../../../src/policies/autoregressivePolicy.ts';
import { ExplicitWorld } from '../../../src/policies/explicitWorld.ts';
import { TabularPolicy } from '../../../src/policies/tabularPolicy.ts';
import { randomAutoregressivePolicy } from '../../../src/theory/instances/randomAutoregressivePolicy.ts';
import { fakeRemote, Killed, promptsOf } from '../../support/fakeRemote.ts';
import type { Wire } from '../../support/fakeRemote.ts';
import { FLAVOURS, randomTree, SHAPES } from '../../support/randomTrees.ts';

const source = Source.named('test/learners/decoding/bestFirstSearch');

function search(policy: AutoregressivePolicy, options: Partial<BestFirstSearchOptions>): SearchedPrompt<Explicit> {
  const world = new ExplicitWorld(FiniteLaw.uniform(1), policy);
  const learner = bestFirstSearch<Explicit>({
    n: 1,
    maxTokens: policy.maxTokens,
    budget: 2 ** 18,
    most: 2 ** 18,
    ...options,
  });
  const { result, cost } = run(learner, world, { source, framework: nextTokenAccess });
  const [found] = result;
  expect(cost).toEqual({ prompts: 1, samples: 0, evaluations: found!.expansions, fits: 0, tokens: 0 });
  return found!;
}

/** Checks a result against the whole law: everything that it claims. */
function check(policy: AutoregressivePolicy, found: SearchedPrompt<Explicit | Wire>): void {
  const { logMasses } = policy.law(0);
  const numbers = found.responses.map(({ tokens }) => policy.responseOf(tokens));
  const listed = new Set(numbers);
  expect(listed.size).toBe(numbers.length);
  const { law, certified, responses } = found;
  const ceiling = law.logRestCeiling;
  numbers.forEach((number, i) => {
    const { logLikelihood, ended, tokens } = responses[i]!;
    close(logLikelihood, logMasses[number]!);
    close(law.logMasses[i]!, logMasses[number]!);
    if (ended !== (tokens.at(-1) === policy.end)) expect.fail('ended');
    if (i > 0 && logLikelihood > responses[i - 1]!.logLikelihood) expect.fail('out of order');
    const above = logLikelihood > ceiling && !tied(logLikelihood, ceiling);
    if (above !== i < certified) expect.fail(`response ${i} of ${certified} certified, ${logLikelihood}, ${ceiling}`);
  });
  const rest: number[] = [];
  for (let number = 0; number < policy.responses; number++) {
    if (listed.has(number)) continue;
    const logMass = logMasses[number]!;
    rest.push(logMass);
    // Up to the last bits, in which the law and the search may round.
    if (logMass > ceiling && !tied(logMass, ceiling)) expect.fail(`unlisted ${logMass} above ${ceiling}`);
  }
  const logRest = rest.length === 0 ? -Infinity : logSumExp(rest);
  expect(Math.abs(law.restMass - Math.exp(logRest))).toBeLessThan(1e-12);
  // Relatively too: a tail far below the rounding of 1 is still known.
  if (logRest > -Infinity) expect(Math.abs(law.logRestMass - logRest)).toBeLessThan(1e-11);
  else expect(law.logRestMass).toBe(-Infinity);
  let cut = 0;
  for (let number = 0; number < policy.responses; number++) {
    if (policy.tokensOf(number).at(-1) !== policy.end) cut += Math.exp(logMasses[number]!);
  }
  expect(found.cutMass.lower).toBeLessThan(cut + 1e-12);
  expect(found.cutMass.upper).toBeGreaterThan(cut - 1e-12);
  if (found.mode) {
    expect(found.mode).toEqual({ ...responses[0], certified: certified > 0 });
    if (certified > 0) for (const mode of modes(policy.law(0))) expect(listed).toContain(mode);
  } else expect(responses).toEqual([]);
}

function close(a: number, b: number): void {
  if (!(Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b)))) expect.fail(`${a} is not ${b}`);
}

const policies = Array.from({ length: 1000 }, (_, i) => {
  const stream = source.split(i);
  // The two largest shapes come up ten times each.
  const [vocabulary, maxTokens] = SHAPES[i % 50 === 0 ? SHAPES.length - 1 - ((i / 50) % 2) : i % (SHAPES.length - 2)]!;
  const flavour = FLAVOURS[stream.index(FLAVOURS.length)]!;
  return { flavour, stream, policy: randomTree(flavour, vocabulary, maxTokens, stream) };
});

describe('on 1,000 random policies', () => {
  it('equals enumeration', { timeout: 120_000 }, () => {
    for (const { policy } of policies) {
      const found = search(policy, {});
      check(policy, found);
      const { logMasses } = policy.law(0);
      const possible = Array.from(logMasses).filter((logMass) => logMass > -Infinity).length;
      expect(found.responses).toHaveLength(possible);
      expect(found.certified).toBe(possible);
      expect(found.law.restMass).toBe(0);
      expect(found.cutMass.upper).toBe(found.cutMass.lower);
    }
  });

  it('keeps its word wherever it stops', { timeout: 120_000 }, () => {
    let partly = 0;
    for (const { policy, stream } of policies) {
      const pick = <T>(...list: readonly T[]): T => list[stream.index(list.length)]!;
      const options = {
        budget: 1 + stream.index(pick(3, 30, 300)),
        most: pick(1, 1 + stream.index(20), 2 ** 16),
        mass: pick(1, 1, stream.uniform() || 1),
        leastMass: pick(0, 0, stream.uniform() ** 8),
        width: pick(1, 1 + stream.index(20)),
      };
      const found = search(policy, options);
      check(policy, found);
      expect(found.expansions).toBeLessThanOrEqual(options.budget);
      expect(found.responses.length).toBeLessThanOrEqual(options.most);
      const lightest = found.responses.at(-1)?.logLikelihood ?? 0;
      expect(lightest).toBeGreaterThanOrEqual(Math.log(options.leastMass));
      const mass = found.responses
        .slice(0, found.certified)
        .reduce((sum, { logLikelihood }) => sum + Math.exp(logLikelihood), 0);
      if (found.law.restMass > 0 && found.certified > 0) partly++;
      // It may stop short of what was asked only where it can do no more.
      const enough = mass >= options.mass - 1e-12 || found.certified === options.most;
      const stuck =
        found.expansions === options.budget ||
        found.law.restCeiling <= options.leastMass * (1 + 1e-9) ||
        found.responses.length === options.most;
      if (!enough && !stuck) expect.fail(`stopped early: ${JSON.stringify({ options, mass, law: found.law })}`);
    }
    expect(partly).toBeGreaterThan(200);
  });
});

// a = 0, b = 1, END = 2; at most three tokens. After a: b or the end; after b: anything, evenly; after that: the end, or cut.
const byHand = new AutoregressivePolicy({ prompts: 1, vocabulary: 3, end: 2, maxTokens: 3 }, (_prompt, tokens) =>
  FiniteLaw.fromMasses(
    [[0.6, 0.3, 0.1], tokens[0] === 0 ? [0, 0.5, 0.5] : [0.4, 0.3, 0.3], [0.2, 0, 0.8]][tokens.length]!,
  ),
);
const asMasses = ({ responses }: SearchedPrompt<Explicit | Wire>) =>
  responses.map(({ tokens, logLikelihood }) => [tokens.join(''), Number(Math.exp(logLikelihood).toFixed(12))]);

describe('a search', () => {
  it('lists the responses from the likeliest down, with all that it knows of the rest', () => {
    // The root leaves a .6, b .3 open and lists END .1; a lists aEND .3 and leaves ab .3 open, which ties.
    const early = search(byHand, { budget: 2 });
    expect(asMasses(early)).toEqual([
      ['02', 0.3],
      ['2', 0.1],
    ]);
    expect(early).toMatchObject({
      certified: 0,
      expansions: 2,
      mode: { tokens: [0, 2], ended: true, certified: false },
    });
    expect(early.law.restMass).toBeCloseTo(0.6, 14);
    expect(early.law.restCeiling).toBeCloseTo(0.3, 14);

    const later = search(byHand, { budget: 4 });
    expect(asMasses(later)).toEqual([
      ['02', 0.3],
      ['012', 0.24],
      ['2', 0.1],
      ['12', 0.09],
      ['010', 0.06],
    ]);
    // Open: ba of .12 and bb of .09.
    expect(later.certified).toBe(2);
    expect(later.mode!.certified).toBe(true);
    expect(later.law.restMass).toBeCloseTo(0.21, 14);
    expect(later.law.restCeiling).toBeCloseTo(0.12, 14);
    expect(later.responses.at(-1)).toMatchObject({ tokens: [0, 1, 0], ended: false });
    expect(later.cutMass.lower).toBeCloseTo(0.06, 14);
    expect(later.cutMass.upper).toBeCloseTo(0.27, 14);
  });

  it('stops at a mass, at a number of responses, and leaves light ones aside', () => {
    expect(search(byHand, { most: 1 })).toMatchObject({ certified: 1, responses: [{ tokens: [0, 2] }] });
    expect(search(byHand, { mass: 0.5 })).toMatchObject({ certified: 2, expansions: 4 });
    const heavy = search(byHand, { leastMass: 0.095 });
    expect(asMasses(heavy)).toEqual([
      ['02', 0.3],
      ['012', 0.24],
      ['2', 0.1],
      ['102', 0.096],
    ]);
    expect(heavy.certified).toBe(4);
    expect(heavy.law.restMass).toBeCloseTo(0.264, 14);
    expect(heavy.law.restCeiling).toBeCloseTo(0.09, 14);
  });

  it('reports the mass of a policy that never ends as cut, all of it', () => {
    const endless = new AutoregressivePolicy({ prompts: 1, vocabulary: 3, end: 2, maxTokens: 6 }, () =>
      FiniteLaw.fromMasses([0.3, 0.7, 0]),
    );
    const whole = search(endless, {});
    expect(whole.responses).toHaveLength(64);
    expect(whole.cutMass.lower).toBeCloseTo(1, 14);
    const short = search(endless, { budget: 2 });
    expect(short).toMatchObject({ responses: [], certified: 0, mode: undefined, cutMass: { lower: 0, upper: 1 } });
    expect(short.law.size).toBe(0);
    expect(short.law.restMass).toBeCloseTo(1, 14);
    // What nothing is known of is still a law, and all that is made of it holds.
    expect(bestOfNLaw(short.law, 5).rest).toEqual({ lower: 1, upper: 1 });
    expect(bestOfNLaw(short.law, 5).expectation([], { lower: 0.25, upper: 1 })).toEqual({ lower: 0.25, upper: 1 });
    // A length limit below the policy's own cuts earlier.
    expect(search(endless, { maxTokens: 1 }).responses.map(({ tokens }) => tokens)).toEqual([[1], [0]]);
  });

  it('certifies the same responses in the same order whatever its width', () => {
    for (const { policy } of policies.slice(0, 200)) {
      const one = search(policy, { mass: 0.7, width: 1 });
      for (const width of [2, 7, 1000]) {
        const many = search(policy, { mass: 0.7, width });
        expect(many.certified).toBeGreaterThanOrEqual(one.certified);
        expect(many.responses.slice(0, one.certified)).toEqual(one.responses.slice(0, one.certified));
      }
    }
  });

  it('finds the exact law of best-of-N in a tree that is far too large to be listed', () => {
    const huge = randomAutoregressivePolicy(
      {
        prompts: 1,
        vocabulary: 500,
        end: 0,
        maxTokens: 40,
        concentration: [3, ...Array.from({ length: 499 }, () => 0.002)],
      },
      source.split('huge'),
    );
    const found = search(huge, { budget: 2000, mass: 0.95 });
    expect(found.mode!.certified).toBe(true);
    expect(found.law.restMass).toBeLessThan(0.05);
    const bracket = bestOfNLaw(found.law, 50);
    // All that remains unknown is lighter than what 50 draws find.
    const { lower, upper } = bracket.mass(0);
    expect(upper - lower).toBeLessThan(1e-9);
    expect(upper).toBeGreaterThan(found.law.restMass);
  });
});

describe('a search on a model', () => {
  const policy = randomAutoregressivePolicy(
    { prompts: 40, vocabulary: 6, end: 0, maxTokens: 5, concentration: 0.8 },
    source.split('remote'),
  );
  const world = new ExplicitWorld(FiniteLaw.uniform(40), policy);
  const prompts = promptsOf(world);
  const learner = () =>
    bestFirstSearch<Wire>({ n: 60, maxTokens: 5, budget: 50, mass: 0.6, width: 3, leastMass: 1e-4 });

  it('works on many prompts at once, with few calls', async () => {
    const { backend, seen } = fakeRemote(world);
    const { result, cost } = await runAsync(learner(), backend, { source, prompts, inFlight: 60 });
    const asked = result.reduce((sum, { expansions }) => sum + expansions, 0);
    expect(cost).toEqual({ prompts: 60, samples: 0, evaluations: asked, fits: 0, tokens: 0 });
    expect(seen.delivered).toHaveLength(asked);
    // 32 a call: as few as there can be, but for the last of each wave.
    expect(seen.calls).toBeLessThan(asked / 16);
    for (const found of result) {
      const alone = new ExplicitWorld(FiniteLaw.pointMass(40, found.prompt), policy);
      const options = { n: 1, maxTokens: 5, budget: 50, mass: 0.6, width: 3, leastMass: 1e-4 };
      expect(run(bestFirstSearch<Explicit>(options), alone, { source }).result).toEqual([found]);
    }
  });

  it('goes on where it was interrupted and asks for nothing twice', async () => {
    const whole = await runAsync(learner(), fakeRemote(world).backend, { source, prompts });
    const log = new LineLog();
    const first = fakeRemote(world, { dieAfter: 500, latency: 'first' });
    await expect(runAsync(learner(), first.backend, { source, prompts, log })).rejects.toThrow(Killed);
    expect(log.lines).toHaveLength(501);
    const resumed = new LineLog(log.lines);
    const second = fakeRemote(world, { latency: 'second' });
    const progress: number[] = [];
    const { result, cost } = await runAsync(learner(), second.backend, {
      source,
      prompts,
      log: resumed,
      onProgress: ({ answers, replayed }) => progress.push(answers - replayed),
    });
    expect(result).toEqual(whole.result);
    expect(cost).toEqual(whole.cost);
    expect(first.seen.delivered.length + second.seen.delivered.length).toBe(cost.evaluations);
    expect(new Set(resumed.lines.map((line) => line.split('"question"')[0])).size).toBe(resumed.lines.length);
    expect(progress.at(-1)).toBe(second.seen.delivered.length);
    // A finished log replays without a model, also where the budget is now larger: what was asked stays as it was.
    const none = fakeRemote(world, { dieAfter: 0 });
    expect((await runAsync(learner(), none.backend, { source, prompts, log: resumed })).result).toEqual(whole.result);
  });

  it('needs no token of a model whose responses through it would be too light', async () => {
    const log = new LineLog();
    await runAsync(learner(), fakeRemote(world).backend, { source, prompts, log });
    let left = 0;
    for (const line of log.lines.slice(1)) {
      const { question, answer } = JSON.parse(line) as { question: Prefix<Explicit>; answer: TokenLaw };
      const { prompt, tokens, leastLogMass } = question;
      const logPrefix = tokens.reduce((sum, token, i) => {
        return sum + policy.nextTokenLaw(prompt, tokens.slice(0, i)).logMasses[token]!;
      }, 0);
      expect(leastLogMass).toBeCloseTo(Math.log(1e-4) - logPrefix, 10);
      left += 6 - answer.tokens.length;
    }
    expect(left).toBeGreaterThan(100);
  });

  it('keeps its word on a model that shows the top of each law only', async () => {
    const { backend } = fakeRemote(world);
    const topOnly = {
      ...backend,
      nextTokenLaws: (prefixes: readonly Prefix<Wire>[], deliver: Deliver<TokenLaw>) =>
        backend.nextTokenLaws(
          prefixes.map((prefix) => ({ ...prefix, leastLogMass: Math.log(0.25) })),
          deliver,
        ),
    };
    const options = { n: 60, maxTokens: 5, budget: 50, mass: 0.12 };
    const { result } = await runAsync(bestFirstSearch<Wire>(options), topOnly, { source, prompts });
    const shape = { prompts: 1, vocabulary: 6, end: 0, maxTokens: 5 };
    const shown = (prompt: number, tokens: readonly number[]): number =>
      tokens.length === 5 || tokens.at(-1) === 0
        ? 0
        : tokenLaw(policy.nextTokenLaw(prompt, tokens).logMasses, [0], Math.log(0.25))
            .tokens.map((token) => shown(prompt, [...tokens, token]))
            .reduce((sum, below) => sum + below, 1);
    let enough = 0;
    for (const found of result) {
      check(new AutoregressivePolicy(shape, (_, tokens) => policy.nextTokenLaw(found.prompt, tokens)), found);
      const certified = found.responses.slice(0, found.certified);
      const mass = certified.reduce((sum, { logLikelihood }) => sum + Math.exp(logLikelihood), 0);
      // What a token that was not shown may be heavier than is not certified; so it goes on as long as it can.
      if (mass >= 0.12) enough++;
      else expect(found.expansions).toBe(Math.min(50, shown(found.prompt, [])));
    }
    expect(enough).toBeGreaterThan(0);
  });

  it('can be given a larger budget afterwards, and asks only for what is new', async () => {
    const ask = async (budget: number, log: LineLog) => {
      const { backend, seen } = fakeRemote(world);
      const options = { n: 20, maxTokens: 5, budget };
      const { result } = await runAsync(bestFirstSearch<Wire>(options), backend, { source, prompts, log });
      return { result, asked: seen.delivered.length };
    };
    const log = new LineLog();
    const small = await ask(10, log);
    const large = await ask(25, log);
    expect(small.asked).toBe(200);
    expect(large.asked).toBe(300);
    expect(large.result).toEqual((await ask(25, new LineLog())).result);
  });
});

describe('a search refuses', () => {
  const good = { n: 1, maxTokens: 3, budget: 10 };

  it.each<[string, object | undefined, string]>([
    ['no options', undefined, 'options must be an object, got undefined'],
    ['no prompts', { ...good, n: 0 }, 'n must be an integer at least 1, got 0'],
    ['no length limit', { ...good, maxTokens: undefined }, 'maxTokens must be an integer at least 1, got undefined'],
    ['a length limit of zero', { ...good, maxTokens: 0 }, 'maxTokens must be an integer at least 1, got 0'],
    ['a budget of zero', { ...good, budget: 0 }, 'budget must be an integer in [1, 67108864], got 0'],
    ['no budget', { ...good, budget: undefined }, 'budget must be an integer in [1, 67108864], got undefined'],
    ['a budget without end', { ...good, budget: Infinity }, 'budget must be an integer in [1, 67108864], got Infinity'],
    ['a mass of zero', { ...good, mass: 0 }, 'mass must be a number in (0, 1], got 0'],
    ['a mass above 1', { ...good, mass: 1.1 }, 'mass must be a number in (0, 1], got 1.1'],
    ['a mass that is no number', { ...good, mass: NaN }, 'mass must be a number in (0, 1], got NaN'],
    ['a list of nothing', { ...good, most: 0 }, 'most must be an integer in [1, 67108864], got 0'],
    ['a least mass of 1', { ...good, leastMass: 1 }, 'leastMass must be a number in [0, 1), got 1'],
    ['a negative least mass', { ...good, leastMass: -1 }, 'leastMass must be a number in [0, 1), got -1'],
    ['a width of zero', { ...good, width: 0 }, 'width must be an integer at least 1, got 0'],
  ])('%s', (_what, options, message) => {
    const program = () =>
      run(bestFirstSearch<Explicit>(options as any), new ExplicitWorld(FiniteLaw.uniform(1), byHand), { source });
    expect(program).toThrow(`bestFirstSearch: ${message}`);
  });

  it('a length limit beyond that of the policy', () => {
    expect(() => search(byHand, { maxTokens: 4 })).toThrow(
      'AutoregressivePolicy.nextTokenLaw: tokens must be a list of fewer than maxTokens = 3 tokens',
    );
  });

  it('responses that are whole', () => {
    const world = new ExplicitWorld(FiniteLaw.uniform(1), TabularPolicy.fromMasses([[0.5, 0.5]]));
    expect(() => run(bestFirstSearch<Explicit>(good), world, { source })).toThrow(
      "'nextTokenLaw' is refused: the responses of this world are whole; they have no tokens",
    );
  });
});
