import { describe } from 'vitest';
import {
  ExplicitWorld,
  FiniteClass,
  FiniteLaw,
  powerPolicy,
  randomAutoregressivePolicy,
  tokenLaw,
} from '../../src/index.ts';
import type { Backend, Deliver, FitRequest, PolicySample, Sample, TokenLaw } from '../../src/index.ts';
import { backendContract } from '../../src/testing/index.ts';
import { fakeRemote } from '../support/fakeRemote.ts';
import type { Handle, Wire } from '../support/fakeRemote.ts';
import { notices, source } from './mutants.ts';
import type { Any } from './mutants.ts';

type Full = ReturnType<typeof fakeRemote>['backend'];

describe('backendContract', () => {
  const shape = { prompts: 3, vocabulary: 3, end: 0, maxTokens: 3 };
  const base = randomAutoregressivePolicy({ ...shape, concentration: 3 }, source.split('base'));
  const listed = new ExplicitWorld(
    FiniteLaw.uniform(3),
    base,
    new FiniteClass(Array.from({ length: 40 }, (_, i) => powerPolicy(base, 0.5 + i / 10))),
  );
  const open = () => fakeRemote(listed, { refusals: { bayesFit: 'it has no prior' } });
  const right = open().backend;
  /** A backend with some methods changed, which call the right ones. */
  const with_ = (change: (one: Full) => Record<string, unknown>): Full => {
    const one = open().backend;
    return { ...one, ...change(one) };
  };
  const changing = (change: (sample: Sample<Wire>, index: number) => Any): Full =>
    with_(({ sample }) => ({
      sample: (requests: Any, deliver: Deliver<Any>) =>
        sample(requests, (index, answer) => deliver(index, change(answer, index))),
    }));
  const changingOthers = (change: (sample: PolicySample<Wire>) => Any): Full =>
    with_(({ sampleFrom }) => ({
      sampleFrom: (requests: Any, deliver: Deliver<Any>) =>
        sampleFrom(requests, (index, answer) => deliver(index, change(answer))),
    }));
  const laws = (change: (law: TokenLaw) => TokenLaw): Full =>
    with_(({ nextTokenLaws }) => ({
      nextTokenLaws: (prefixes: Any, deliver: Deliver<TokenLaw>) =>
        nextTokenLaws(prefixes, (index, law) => deliver(index, change(law))),
    }));
  /** Its response, as tokens: the number of a leaf of the tree. */
  const tokensOf = (response: number) => [...base.tokensOf(response)];
  let calls = 0;

  notices<Full>(
    (backend) =>
      backendContract<Wire>({
        backend: () => backend,
        prompts: [0, 1, 2],
        source,
        draws: 300,
        tokensOf,
        reopened: () => ('another' in backend ? (backend.another as () => Backend<Wire>)() : open().backend),
      }),
    right,
    [
      ['has no name', with_(() => ({ name: '' })), /is a backend/],
      ['has a method that is no function', with_(() => ({ evaluate: true })), /is a backend/],
      ['refuses without a reason', with_(() => ({ refusals: { bayesFit: '' } })), /in words/],
      ['refuses what is no query', with_(() => ({ refusals: { entropy: 'unknown' } })), /in words/],
      [
        'cannot read its prompts',
        with_(() => ({
          checkPrompt: () => {
            throw new Error('too long');
          },
        })),
        /reads the prompts/,
      ],
      [
        'leaves the last request out',
        with_(({ sample }) => ({
          sample: (requests: Any, deliver: Any) => sample(requests.slice(0, -1), deliver),
        })),
        /once/,
      ],
      [
        'answers twice',
        with_(({ sample }) => ({
          sample: (requests: Any, deliver: Any) =>
            sample(requests, (i, answer) => (deliver(i, answer), deliver(i, answer))),
        })),
        /once/,
      ],
      [
        'answers a request that there is not',
        with_(({ sample }) => ({
          sample: (requests: Any, deliver: Any) => sample(requests, (i, answer) => deliver(i + 1, answer)),
        })),
        /once/,
      ],
      [
        'goes on after its call has ended',
        with_(({ sample }) => ({
          async sample(requests: Any, deliver: Any) {
            await sample(requests, deliver);
            setTimeout(() => deliver(0, undefined), 1);
          },
        })),
        /once/,
      ],
      [
        'answers with an object of a class',
        changing((sample) => ({ ...sample, response: new Date(0) })),
        /survives JSON/,
      ],
      ['has a log-likelihood above 0', changing((sample) => ({ ...sample, logLikelihood: 1 })), /survives JSON/],
      ['says that no response took a token', changing((sample) => ({ ...sample, tokens: 0 })), /survives JSON/],
      ['says no number of tokens', changing((sample) => ({ ...sample, tokens: undefined })), /survives JSON/],
      [
        'does not heed the seed',
        with_(({ sample }) => ({
          sample: (requests: Any[], deliver: Any) =>
            sample(
              requests.map((each) => ({ ...each, seed: calls++ })),
              deliver,
            ),
        })),
        /same seed/,
      ],
      [
        'draws one response, whatever the seed',
        with_(({ sample }) => ({
          sample: (requests: Any[], deliver: Any) =>
            sample(
              requests.map((each) => ({ ...each, seed: 7 })),
              deliver,
            ),
        })),
        /independently/,
      ],
      [
        'draws at a lower temperature than it says',
        with_(() => ({
          sample: (requests: Any[], deliver: Deliver<Sample<Wire>>) =>
            sharpOnes(requests, (i, { response, baseLogLikelihood, tokens }) =>
              deliver(i, { response, logLikelihood: baseLogLikelihood, tokens }),
            ),
        })),
        /independently/,
      ],
      [
        'makes light of what it draws',
        changing((sample) => ({ ...sample, logLikelihood: sample.logLikelihood - 1 })),
        /independently/,
      ],
      [
        'makes much of what it draws',
        changing((sample) => ({ ...sample, logLikelihood: sample.logLikelihood / 3 })),
        /independently/,
      ],
      [
        'makes light of what it draws at any prompt but the first',
        with_(({ sample }) => ({
          sample: (requests: Any[], deliver: Deliver<Any>) =>
            sample(requests, (i, answer) =>
              deliver(i, requests[i].prompt === 0 ? answer : { ...answer, logLikelihood: answer.logLikelihood - 1 }),
            ),
        })),
        /at every prompt/,
      ],
      [
        'makes light of what another policy draws at any prompt but the first',
        with_(({ sampleFrom }) => ({
          sampleFrom: (requests: Any[], deliver: Deliver<Any>) =>
            sampleFrom(requests, (i, answer) =>
              deliver(i, requests[i].prompt === 0 ? answer : { ...answer, logLikelihood: answer.logLikelihood - 1 }),
            ),
        })),
        /as JSON gives it back/,
      ],
      [
        'does not look at a signal, in a call that ends soon',
        with_(({ sample }) => ({ sample: (requests: Any, deliver: Any) => sample(requests, deliver) })),
        /before it began/,
      ],
      [
        'does not look at a signal where it scores',
        with_(({ evaluate }) => ({ evaluate: (requests: Any, deliver: Any) => evaluate(requests, deliver) })),
        /before it began/,
      ],
      [
        'scores by another law',
        with_(({ evaluate }) => ({
          evaluate: (requests: Any, deliver: Any) => evaluate(requests, (i, score) => deliver(i, score * 0.99)),
        })),
        /scores responses/,
      ],
      [
        'scores otherwise in a crowd',
        with_(({ evaluate }) => ({
          evaluate: (requests: Any, deliver: Any) =>
            evaluate(requests, (i, score) => deliver(i, requests.length > 1 ? score - 0.01 : score)),
        })),
        /scores responses/,
      ],
      ['has laws that add up to more', laws((law) => ({ ...law, logRestMass: Math.log(0.5) })), /total mass/],
      ['lists tokens in no order', laws((law) => ({ ...law, tokens: law.tokens.toReversed() })), /total mass/],
      ['says no end', laws((law) => ({ ...law, ends: [] })), /total mass/],
      [
        'lists less than it is asked for',
        with_(({ nextTokenLaws }) => ({
          nextTokenLaws: (prefixes: Any[], deliver: Any) =>
            nextTokenLaws(
              prefixes.map((each) => ({ ...each, leastLogMass: Math.log(0.4) })),
              deliver,
            ),
        })),
        /total mass/,
      ],
      [
        'has the laws of another prefix',
        with_(() => ({
          async nextTokenLaws(prefixes: Any[], deliver: Any) {
            prefixes.forEach(({ prompt, leastLogMass }, i) =>
              deliver(i, tokenLaw(base.nextTokenLaw(prompt, []).logMasses, [0], leastLogMass)),
            );
          },
        })),
        /product/,
      ],
      [
        'has a base policy that is another',
        with_(() => ({ basePolicy: () => ({ weights: 'sharp' }), sampleFrom: sharpOnes })),
        /handle of the base/,
      ],
      [
        'answers with a handle that JSON changes',
        with_(() => ({ fit: async () => ({ weights: undefined }) })),
        /plain JSON/,
      ],
      [
        'counts its fits',
        with_(({ fit }) => ({
          fit: async (request: Any, given: Any) => ({ ...(await fit(request, given)), count: calls++ }),
        })),
        /plain JSON/,
      ],
      [
        'names all that it fits alike',
        fakeRemote(listed, { refusals: { bayesFit: 'it has no prior' }, nameOf: () => 'fitted' }).backend,
        /plain JSON/,
      ],
      [
        'names what it fits after the data alone',
        fakeRemote(listed, {
          refusals: { bayesFit: 'it has no prior' },
          nameOf: (request) => JSON.stringify('pairs' in request ? request.pairs.from(0) : request.data.responses),
        }).backend,
        /seeds and settings/,
      ],
      [
        'adds the size of a call to its seeds',
        with_(({ sample }) => ({
          sample: (requests: Any[], deliver: Any) =>
            sample(
              requests.map((each) => ({ ...each, seed: each.seed + requests.length })),
              deliver,
            ),
        })),
        /whatever else/,
      ],
      [
        'adds the place in a call to its seeds',
        with_(({ sample }) => ({
          sample: (requests: Any[], deliver: Any) =>
            sample(
              requests.map((each, i) => ({ ...each, seed: each.seed + i })),
              deliver,
            ),
        })),
        /whatever else/,
      ],
      [
        'samples all of a call from the policy of the first',
        with_(({ sampleFrom }) => ({
          sampleFrom: (requests: Any[], deliver: Any) =>
            sampleFrom(
              requests.map((each) => ({ ...each, policy: requests[0].policy })),
              deliver,
            ),
        })),
        /by itself/,
      ],
      [
        'knows a policy by the object only',
        with_(({ fit, sampleFrom }) => {
          const known = new Map<Handle, Handle>();
          return {
            async fit(request: FitRequest<number, number>, given: Any) {
              const handle = await fit(request, given);
              const mine = { ...handle };
              known.set(mine, handle);
              return mine;
            },
            async sampleFrom(requests: Any[], deliver: Any) {
              for (const { policy } of requests)
                if (policy.weights !== 'base' && !known.has(policy)) throw new Error('unknown');
              await sampleFrom(requests, deliver);
            },
          };
        }),
        /as JSON gives it back/,
      ],
      [
        'samples the base policy in place of a fitted one',
        with_(({ sampleFrom }) => ({
          sampleFrom: (requests: Any[], deliver: Deliver<Any>) => {
            const policies = requests.map(({ policy }) => policy);
            return sampleFrom(
              policies.map((_, i) => ({ ...requests[i], policy: { weights: 'base' } })),
              (i, answer) => deliver(i, { ...answer, logLikelihood: answer.logLikelihood * 0.5 }),
            );
          },
        })),
        /as JSON gives it back/,
      ],
      [
        'takes the likelihood under the policy for that under the base',
        changingOthers((sample) => ({ ...sample, baseLogLikelihood: sample.logLikelihood })),
        /both likelihoods/,
      ],
      [
        'forgets the likelihood under the base',
        changingOthers(({ response, logLikelihood, tokens }) => ({ response, logLikelihood, tokens })),
        /both likelihoods/,
      ],
      [
        'takes any handle for the base policy',
        with_(({ sampleFrom }) => ({
          sampleFrom: (requests: Any[], deliver: Any) =>
            sampleFrom(
              requests.map((each) =>
                /not there/.test(each.policy.weights) ? { ...each, policy: { weights: 'base' } } : each,
              ),
              deliver,
            ),
        })),
        /does not know/,
      ],
      ['gives the name of a policy to another one when it is opened again', namingByKind(), /opened again/],
      [
        'frees another policy than it is given',
        with_(({ release, fit }) => {
          let first: Handle | undefined;
          return {
            fit: async (request: Any, given: Any) => ((first ??= await fit(request, given)), await fit(request, given)),
            release: async () => {
              if (first) await release(first);
            },
          };
        }),
        /releases/,
      ],
      [
        'cannot release twice',
        with_(({ release }) => {
          const gone = new Set<string>();
          return {
            async release(handle: Handle) {
              if (gone.has(handle.weights)) throw new Error('it is gone');
              gone.add(handle.weights);
              await release(handle);
            },
          };
        }),
        /releases/,
      ],
      [
        'does not come back from a stop',
        with_(({ sample }) => {
          let stopped = false;
          return {
            async sample(requests: Any, deliver: Any, signal?: Any) {
              if (stopped) throw new Error('it was stopped');
              await sample(requests, deliver);
              stopped = signal !== undefined;
            },
          };
        }),
        /told to stop/,
      ],
      [
        'answers in its log what it cannot read again',
        changing((sample) => ({
          ...sample,
          response: sample.response + 0.1,
          get logLikelihood() {
            return sample.logLikelihood + calls++;
          },
        })),
        /replays/,
      ],
    ],
    [/reads the prompts/],
  );

  function namingByKind(): Full {
    const opened = (): Full =>
      fakeRemote(listed, { nameOf: ({ kind }) => kind, refusals: { bayesFit: 'no prior' } }).backend;
    return { ...opened(), another: opened } as Full;
  }

  /** Draws from a policy that is sharper than the base policy. */
  async function sharpOnes(requests: Any[], deliver: Deliver<PolicySample<Wire>>): Promise<void> {
    const policy = powerPolicy(base, 3);
    requests.forEach(({ prompt, seed }, i) => {
      const law = policy.law(prompt);
      const response = law.draw(source.split(seed));
      deliver(i, {
        response,
        logLikelihood: law.logMasses[response]!,
        baseLogLikelihood: base.law(prompt).logMasses[response]!,
        tokens: 1,
      });
    });
  }
});
