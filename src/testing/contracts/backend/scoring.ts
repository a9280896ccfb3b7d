import type { Spaces } from '../../../access/spaces.ts';
import type { TokenLaw } from '../../../access/queries/tokenLaw.ts';
import { logSumExp } from '../../../math/logSpace.ts';
import { demand } from '../contract.ts';
import type { CheckOutcome, Contract } from '../contract.ts';
import { askedOnce, inCalls, sampled } from './asked.ts';
import type { Tried } from './asked.ts';

const NO_EVALUATE = { skipped: 'it has no method `evaluate`' };
const NO_LAWS = { skipped: 'it has no method `nextTokenLaws`' };
const MANY = 16;

/** What is demanded of `evaluate` and `nextTokenLaws`. */
export function scoringChecks<S extends Spaces>(
  tried: () => Promise<Tried<S>>,
  tokensOf: ((response: S['Response']) => readonly number[] | undefined) | undefined,
): Contract {
  /** A response to each of some prompts, as it was sampled. */
  const some = async (one: Tried<S>, label: string) => {
    const requests = Array.from({ length: MANY }, (_, i) => ({
      prompt: one.prompts[i % one.prompts.length]!,
      seed: one.seed(label, i),
    }));
    return (await sampled(one, requests)).map((sample, i) => ({ ...sample, prompt: requests[i]!.prompt }));
  };
  return [
    {
      name: 'scores responses as it reported them when they were sampled, alone and together',
      async check(): Promise<CheckOutcome> {
        const one = await tried();
        const { backend } = one;
        if (!backend.evaluate) return NO_EVALUATE;
        const drawn = await some(one, 'scored');
        for (const most of new Set([1, backend.batchSize])) {
          const scores = await inCalls(most, drawn, (requests) =>
            askedOnce<number>('evaluate', requests.length, (deliver) => backend.evaluate!(requests, deliver)),
          );
          drawn.forEach(({ logLikelihood, tokens }, i) => {
            const apart = Math.abs(scores[i]! - logLikelihood);
            demand(
              apart <= one.tolerance * Math.max(1, tokens),
              `evaluate must give response ${i} its log-likelihood ${logLikelihood}, gives ${scores[i]} in calls of ${most}`,
            );
          });
        }
      },
    },
    {
      name: 'has next-token laws with a total mass of 1, and lists no less than it is asked for',
      async check(): Promise<CheckOutcome> {
        const one = await tried();
        const { backend } = one;
        if (!backend.nextTokenLaws) return NO_LAWS;
        const prefixes = one.prompts.flatMap((prompt) =>
          [undefined, Math.log(0.05)].map((leastLogMass) => ({
            prompt,
            tokens: [],
            ...(leastLogMass !== undefined && { leastLogMass }),
          })),
        );
        const laws = await inCalls(backend.batchSize, prefixes, (requests) =>
          askedOnce<TokenLaw>('nextTokenLaws', requests.length, (deliver) => backend.nextTokenLaws!(requests, deliver)),
        );
        laws.forEach((law, i) => demandTokenLaw(`next-token law ${i}`, law, prefixes[i]!.leastLogMass, one.tolerance));
      },
    },
    {
      name: 'has next-token laws whose product is the likelihood of a response',
      async check(): Promise<CheckOutcome> {
        const one = await tried();
        const { backend } = one;
        if (!backend.nextTokenLaws) return NO_LAWS;
        if (!tokensOf) return { skipped: 'the contract was not told which tokens a response has' };
        for (const [i, { prompt, response, logLikelihood, tokens: count }] of (await some(one, 'laws')).entries()) {
          const tokens = tokensOf(response);
          if (!tokens) return { skipped: 'its responses do not say their tokens' };
          const prefixes = tokens.map((_, k) => ({ prompt, tokens: tokens.slice(0, k) }));
          const laws = await inCalls(backend.batchSize, prefixes, (requests) =>
            askedOnce<TokenLaw>('nextTokenLaws', requests.length, (deliver) =>
              backend.nextTokenLaws!(requests, deliver),
            ),
          );
          const product = laws.reduce((sum, law, k) => sum + logMassOf(law, tokens[k]!), 0);
          demand(
            Math.abs(product - logLikelihood) <= one.tolerance * Math.max(1, count),
            `the laws along response ${i} must give its log-likelihood ${logLikelihood}, give ${product}`,
          );
          demand(
            !tokens.slice(0, -1).some((token, k) => laws[k]!.ends.includes(token)),
            `no token of response ${i} but its last may be one that ends a response`,
          );
        }
      },
    },
  ];
}

function logMassOf({ tokens, logMasses }: TokenLaw, token: number): number {
  const place = tokens.indexOf(token);
  return place < 0 ? -Infinity : logMasses[place]!;
}

function demandTokenLaw(name: string, law: TokenLaw, leastLogMass: number | undefined, tolerance: number): void {
  const { tokens, logMasses, ends, logRestMass, logRestCeiling } = law;
  demand(tokens.length === logMasses.length && tokens.length > 0, `${name}: a log mass for each token that it lists`);
  demand(
    tokens.every((token, i) => Number.isSafeInteger(token) && (i === 0 || token > tokens[i - 1]!)),
    `${name}: tokens must be listed in ascending order`,
  );
  const logTotal = logSumExp([...logMasses, logRestMass]);
  demand(Math.abs(logTotal) <= tolerance + 1e-9, `${name}: the total mass must be 1, is ${Math.exp(logTotal)}`);
  demand(ends.length > 0, `${name}: it must say which tokens end a response`);
  demand(
    logRestCeiling <= logRestMass + 1e-9,
    `${name}: no token that is not listed has more than all of them: ceiling ${logRestCeiling}, rest ${logRestMass}`,
  );
  const asked = leastLogMass ?? -Infinity;
  demand(
    logRestMass === -Infinity || logRestCeiling < asked + tolerance,
    `${name}: tokens with a log mass of at least ${asked} must be listed, the ceiling of the rest is ${logRestCeiling}`,
  );
}
