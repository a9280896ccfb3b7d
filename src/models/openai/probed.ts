import { Source } from '../../math/random/source.ts';
import { ModelError } from '../modelError.ts';
import type { Dialect } from './dialects/dialect.ts';

/** Nats a token: runtimes round by a hundredth in batches; what is wrong is wrong by more. */
const NEAR = 0.05;
const PROBE = '1';
const SEEDS = [0, 1, 2].map((i) => Source.named('whetstone/models/openai/probe').split(i).seed);

/**
 * A dialect with those methods whose answers agree with what was drawn: some responses are scored, and held against the laws of
 * their first tokens. A server that ignores what it does not know answers all the same.
 */
export async function probed(dialect: Dialect): Promise<Dialect> {
  const { score, law, rule, read, ...draws } = dialect;
  const prompt = await dialect.encode(PROBE);
  const samples = await Promise.all(SEEDS.map((seed) => dialect.draw(prompt, seed)));
  const faults: { evaluate?: string; nextTokenLaw?: string } = {};
  for (const { response, logLikelihood, tokens, logProbabilities } of samples) {
    faults.evaluate ??= await faultOf(async () => {
      const scored = await score?.(prompt, response);
      if (scored === undefined || Math.abs(scored - logLikelihood) <= NEAR * tokens) return undefined;
      return `it gives ${scored} to a response that it drew with log-likelihood ${logLikelihood}`;
    });
    faults.nextTokenLaw ??= await faultOf(async () => {
      const first = await law?.(prompt, []);
      if (!first) return undefined;
      const said = first.logMasses[first.tokens.indexOf(response.tokens![0]!)];
      if (said !== undefined && Math.abs(said - logProbabilities[0]!) <= NEAR) return undefined;
      return `it gives ${said} to a token that it drew with log-probability ${logProbabilities[0]}`;
    });
  }
  const refusals = Object.entries(faults)
    .filter(([, why]) => why !== undefined)
    .map(([kind, why]) => [kind, `${dialect.server} answers it wrongly: ${why}`]);
  return {
    ...draws,
    refusals: { ...dialect.refusals, ...Object.fromEntries(refusals) },
    ...(rule && { rule }),
    ...(read && { read }),
    ...(score && faults.evaluate === undefined && { score }),
    ...(law && faults.nextTokenLaw === undefined && { law }),
  };
}

/** An answer that is none is a fault like a wrong one; whatever is no answer is thrown. */
async function faultOf(ask: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return error.message;
  }
}
