import { describe, expect, it } from 'vitest';
import { nextTokenAccess } from '../../../src/access/frameworks.ts';
import { run } from '../../../src/access/run.ts';
import type { Explicit } from '../../../src/access/world.ts';
import { bestFirstSearch } from '../../../src/learners/decoding/bestFirstSearch.ts';
import type { BestFirstSearchOptions, SearchedPrompt } from '../../../src/learners/decoding/bestFirstSearch.ts';
import { FiniteLaw } from '../../../src/math/finiteLaw.ts';
import { modes } from '../../../src/math/levels.ts';
import { logSumExp } from '../../../src/math/logSpace.ts';
import { Source } from '../../../src/math/source.ts';
import { tied } from '../../../src/math/tolerance.ts';
import type { AutoregressivePolicy } from '../../../src/policies/autoregressivePolicy.ts';
import { ExplicitWorld } from '../../../src/policies/explicitWorld.ts';
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
function check(policy: AutoregressivePolicy, found: SearchedPrompt<Explicit>): void {
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
