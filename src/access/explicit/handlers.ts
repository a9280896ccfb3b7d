import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { AutoregressivePolicy } from '../../policies/autoregressivePolicy.ts';
import { exactObjective } from '../../policies/exactObjective.ts';
import { requirePolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import type { FitRequest } from '../../policies/classes/fitRequest.ts';
import { RefusedError } from '../frameworks.ts';
import type { AnyQuery } from '../frameworks.ts';
import type { Handlers } from '../handlers.ts';
import { tokenLaw } from '../queries/tokenLaw.ts';
import type { Explicit } from '../spaces.ts';
import { adaptiveBestOfNByLaw } from './adaptiveBestOfNByLaw.ts';
import { rejectionSamplingByLaw } from './rejectionSamplingByLaw.ts';
import { bestOfNByLaw } from './bestOfNByLaw.ts';
import { MOST_ROWS } from './session.ts';
import type { Session } from './session.ts';

/** How an explicit world answers each query: exactly, from its laws. */
export const explicitHandlers: Handlers<AnyQuery<Explicit>, Session, false> = {
  plan({ n, N }, session) {
    requireInteger('plan', 'n * N', n * N, 1, MOST_ROWS);
    session.meter.takePlan('plan', n, N);
    const prompts = drawPrompts(n, session);
    const responses = new Int32Array(n * N);
    const logLikelihoods = new Float64Array(n * N);
    for (let i = 0; i < n; i++) {
      const { sampler, logMasses } = session.world.base.law(prompts[i]!);
      for (let row = i * N; row < (i + 1) * N; row++) {
        const response = sampler.draw(session.source);
        responses[row] = response;
        logLikelihoods[row] = logMasses[response]!;
      }
    }
    return { prompts, perPrompt: N, responses, logLikelihoods };
  },

  bestOfN: (query, session) => bestOfNByLaw(query, session) ?? session.answer(query.definition()),
  adaptiveBestOfN: (query, session) =>
    session.derived === 'definition' ? session.answer(query.definition()) : adaptiveBestOfNByLaw(query, session),

  rejectionSampling: (query, session) =>
    session.derived === 'definition' ? session.answer(query.definition()) : rejectionSamplingByLaw(query, session),

  uniforms({ count }, { source }) {
    requireInteger('uniforms', 'count', count, 1, MOST_ROWS);
    return Float64Array.from({ length: count }, () => source.uniform());
  },

  eachPrompt({ n, body }, session) {
    const outer = session.prompt;
    try {
      return Array.from({ length: n }, () => {
        session.meter.charge('eachPrompt', { prompts: 1 });
        session.prompt = session.world.promptLaw.draw(session.source);
        return session.answer(body(session.prompt));
      });
    } finally {
      session.prompt = outer;
    }
  },

  draw({ count }, session) {
    if (session.prompt === undefined) throw new RefusedError('draw', 'it belongs inside the body of eachPrompt');
    requireInteger('draw', 'count', count, 1, MOST_ROWS);
    session.meter.charge('draw', { samples: count });
    const law = session.world.base.law(session.prompt);
    const responses = new Int32Array(count);
    law.sampler.fill(responses, session.source);
    return { responses, logLikelihoods: Float64Array.from(responses, (response) => law.logMasses[response]!) };
  },

  nextPrompts({ n }, session) {
    requireInteger('nextPrompts', 'n', n, 1, MOST_ROWS);
    session.meter.charge('nextPrompts', { prompts: n });
    return drawPrompts(n, session);
  },

  evaluate({ prompts, responses }, session) {
    session.meter.charge('evaluate', { evaluations: prompts.length });
    const { base } = session.world;
    return Float64Array.from({ length: prompts.length }, (_, i) => {
      requireInteger('evaluate', `responses[${i}]`, responses[i]!, 0, base.responses - 1);
      return base.law(prompts[i]!).logMasses[responses[i]!]!;
    });
  },

  sampleFrom({ policy, prompts, count }, session) {
    requirePolicy('sampleFrom', 'policy', policy);
    const { base } = session.world;
    if (policy.prompts !== base.prompts || policy.responses !== base.responses) {
      const shape = `of shape ${base.prompts} x ${base.responses}, as the base policy`;
      throw new DomainError('sampleFrom', 'policy', shape, `${policy.prompts} x ${policy.responses}`);
    }
    requireInteger('sampleFrom', 'prompts.length * count', prompts.length * count, 0, MOST_ROWS);
    session.meter.charge('sampleFrom', { samples: prompts.length * count });
    const responses = new Int32Array(prompts.length * count);
    const logLikelihoods = new Float64Array(responses.length);
    const baseLogLikelihoods = new Float64Array(responses.length);
    for (let row = 0; row < responses.length; row++) {
      const prompt = prompts[Math.floor(row / count)]!;
      const law = policy.law(prompt);
      const response = law.draw(session.source);
      responses[row] = response;
      logLikelihoods[row] = law.logMasses[response]!;
      baseLogLikelihoods[row] = base.law(prompt).logMasses[response]!;
    }
    return { perPrompt: count, responses, logLikelihoods, baseLogLikelihoods };
  },

  objective({ policy, reward, beta, n, definition }, session) {
    if (session.derived === 'definition') return session.answer(definition());
    session.meter.charge('objective', { prompts: n, samples: n });
    return exactObjective(policy, session.world, reward, beta);
  },

  basePolicy: (_query, session) => session.world.base,
  release: () => 'released',

  maximumLikelihood: fit,
  bayesFit: fit,
  regressRewards: fit,
  optimisticFit: fit,

  nextTokenLaw({ prefixes }, { world: { base }, meter }) {
    if (!(base instanceof AutoregressivePolicy)) {
      throw new RefusedError('nextTokenLaw', 'the responses of this world are whole; they have no tokens');
    }
    meter.charge('nextTokenLaw', { evaluations: prefixes.length });
    const ends = [base.end];
    return prefixes.map(({ prompt, tokens, leastLogMass }) =>
      tokenLaw(base.nextTokenLaw(prompt, tokens).logMasses, ends, leastLogMass),
    );
  },
};

function drawPrompts(n: number, { world, source }: Session): Int32Array {
  const prompts = new Int32Array(n);
  world.promptLaw.sampler.fill(prompts, source);
  return prompts;
}

function fit(request: FitRequest<number, number>, { world, meter }: Session): ExplicitPolicy {
  const { kind } = request;
  const { policyClass } = world;
  if (!policyClass)
    throw new RefusedError(kind, 'this world has no policy class; give it one with world.withClass(...)');
  const reason = policyClass.refusals?.[kind];
  if (reason !== undefined) throw new RefusedError(kind, `the policy class does not offer it: ${reason}`);
  meter.charge(kind, { fits: 1 });
  const policy: unknown = policyClass.fit(request);
  requirePolicy(kind, 'what the policy class fits', policy);
  return policy;
}
