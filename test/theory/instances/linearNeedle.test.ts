import { describe, expect, test } from 'vitest';
import { linearNeedle, logLikelihood, powerPolicy, RewardPairs, run, Source, xpo } from '../../../src/index.ts';
import type { Explicit, ExplicitPolicy, LinearSoftmaxPolicy, RewardPair } from '../../../src/index.ts';
import { clopperPearson } from '../../../src/statistics/clopperPearson.ts';

const [hypotheses, bonus, delta] = [8, 1, 0.1];
const source = Source.named('test/theory/instances/linearNeedle');
const setting = (responses: number) => ({
  needle: linearNeedle({ responses, hypotheses, bonus }),
  beta: bonus / (2 * Math.log((2 * responses) / delta)),
});

describe('linearNeedle', () => {
  test('has pi_base and pi*_beta in its class, at the parameters that it says', () => {
    const { needle, beta } = setting(16);
    const policyClass = needle.softmaxClass(beta);
    for (const mode of [0, 7]) {
      const { base } = needle.at(mode);
      expect(policyClass.contains(base)).toBe(true);
      expect(policyClass.contains(powerPolicy(base, 1 + 1 / beta))).toBe(true);
      // A ball any smaller would not hold it.
      expect(needle.softmaxClass(1.01 * beta).contains(powerPolicy(base, 1 + 1 / beta))).toBe(false);
      const parameter = new Float64Array(hypotheses).fill(Math.log1p(bonus), mode, mode + 1);
      expect(policyClass.at(parameter).law(0).logMasses).toEqual(base.law(0).logMasses);
    }
  });

  /** Whether the last of so many fits is pi*_beta, or nearly. */
  const found = (responses: number, rounds: number, alpha: (beta: number) => number, from: Source): boolean => {
    const { needle, beta } = setting(responses);
    const mode = from.index(hypotheses);
    const fits = needle.softmaxClass(beta);
    let last: LinearSoftmaxPolicy | undefined;
    const { prompts } = fits;
    const watched = {
      prompts,
      responses,
      logCoveringNumber: (epsilon: number) => fits.logCoveringNumber(epsilon),
      contains: (policy: ExplicitPolicy) => fits.contains(policy),
      fit: (request: Parameters<typeof fits.fit>[0]) => (last = fits.fit(request)),
    };
    const options = { rounds, pairsPerRound: 1, alpha: alpha(beta), beta, reward: logLikelihood, heldOut: 1 };
    run(xpo<Explicit>(options), needle.at(mode).withClass(watched), { source: from.split('run') });
    return last!.law(0).mass(mode) > 1 / 2;
  };
  /** The same of reward regression on pairs of the base policy. */
  const foundOffline = (responses: number, pairs: number, from: Source): boolean => {
    const { needle, beta } = setting(responses);
    const mode = from.index(hypotheses);
    const law = needle.at(mode).base.law(0);
    const data = new RewardPairs<number, number>();
    const pair = (): RewardPair<number, number> => {
      const [response, baseline] = [law.draw(from), law.draw(from)];
      const rewardGap = law.logMasses[response]! - law.logMasses[baseline]!;
      return { prompt: 0, response, baseline, rewardGap, baseLogRatio: rewardGap };
    };
    for (let i = 0; i < pairs; i++) data.append(pair());
    const fitted = needle.softmaxClass(beta).fit({ kind: 'regressRewards', pairs: data, beta });
    return fitted.law(0).mass(mode) > 1 / 2;
  };
  const runs = 40;
  const count = (once: (from: Source) => boolean, label: string): number =>
    Array.from({ length: runs }, (_, i) => once(source.split(label).split(i))).filter(Boolean).length;

  test.each([64, 1024])('XPO finds y* in a dozen rounds, S = %i', (responses) => {
    const times = count((from) => found(responses, 12, (beta) => 0.1 * beta, from), `xpo ${responses}`);
    expect(times).toBeGreaterThan(0.9 * runs);
  });

  test.each([64, 512])('without optimism it takes as many as offline pairs, which grow with S, S = %i', (responses) => {
    // The chance that a pair of the base policy holds y* and another response, or rather not.
    const mass = (1 + bonus) / (responses + bonus);
    const chance = 2 * mass * (1 - mass);
    for (const share of [0.05, 0.2]) {
      const rounds = Math.round(share * responses);
      const expected = 1 - (1 - chance) ** rounds;
      const label = `${responses} ${rounds}`;
      const online = count((from) => found(responses, rounds, () => 0, from), `online ${label}`);
      const offline = count((from) => foundOffline(responses, rounds, from), `offline ${label}`);
      // A pair may also meet another response of the list, or a uniform policy y* more rarely than the base policy.
      for (const times of [online, offline]) {
        const { lower, upper } = clopperPearson(times, runs, 1e-6);
        expect(lower).toBeLessThan(expected);
        expect(upper).toBeGreaterThan(0.7 * expected);
      }
    }
  });
});
