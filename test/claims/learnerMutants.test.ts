import { expect, it, vi } from 'vitest';
import type { AnyQuery } from '../../src/access/frameworks.ts';
import type { Program } from '../../src/access/query.ts';
import type { Explicit } from '../../src/access/spaces.ts';
import type { Claim } from '../../src/claims/index.ts';
import { checkClaim } from '../../src/claims/checkClaim.ts';
import type { ExplicitPolicy } from '../../src/policies/explicitPolicy.ts';

/** Options of any of the learners, as far as a mutant changes them. */
interface Options {
  readonly alpha: number;
  readonly beta: number;
  readonly n: number;
  readonly N: number;
  readonly rounds: number;
  readonly returns?: 'best' | 'last';
  readonly heldOut?: number;
}
type Asked = AnyQuery<Explicit>;
type Learner = (options: Options) => Program<Asked, ExplicitPolicy>;
type Mutant = (original: Learner) => Learner;

const withOptions =
  (change: (options: Options) => Partial<Options>): Mutant =>
  (original) =>
  (options) =>
    original({ ...options, ...change(options) });

/** The learner with other questions in the place of its own. */
const asking =
  (change: (query: Asked, base: ExplicitPolicy | undefined, last: ExplicitPolicy | undefined) => Asked): Mutant =>
  (original) =>
    function* (options) {
      const program = original(options);
      let base: ExplicitPolicy | undefined;
      let last: ExplicitPolicy | undefined;
      let step = program.next();
      while (!step.done) {
        const answer: unknown = yield change(step.value, base, last);
        if (step.value.kind === 'basePolicy') base = answer as ExplicitPolicy;
        if (step.value.kind === 'regressRewards' || step.value.kind === 'optimisticFit')
          last = answer as ExplicitPolicy;
        step = program.next(answer);
      }
      return step.value;
    };

const beta = (factor: number): Mutant => withOptions((options) => ({ beta: factor * options.beta }));
const alpha = (factor: number): Mutant => withOptions((options) => ({ alpha: factor * options.alpha }));
const best = withOptions(() => ({ returns: 'best', heldOut: 1 }));
const last = withOptions(() => ({ returns: 'last', heldOut: undefined }));
/** y drawn from the base policy, not from the iterate. */
const offline = asking((query, base) => (query.kind === 'sampleFrom' ? { ...query, policy: base! } : query));
/** y' drawn from the iterate, as y is. */
const onPolicy = asking((query, _, iterate) =>
  query.kind === 'sampleFrom' && iterate ? { ...query, policy: iterate } : query,
);
const oneRoundLess = withOptions(({ rounds }) => ({ rounds: Math.max(1, rounds - 1) }));

const betas = { 'beta made 2 beta': beta(2), 'beta made beta / 2': beta(0.5), 'beta made 1.1 beta': beta(1.1) };
const online = {
  'best in the place of the last iterate': best,
  'y from the base policy': offline,
  "y' from the iterate": onPolicy,
  'one round less': oneRoundLess,
};

/** Each learner, its claims, and what must be noticed by one of them. */
const LEARNERS: Readonly<Record<string, { claims: readonly string[]; mutants: Readonly<Record<string, Mutant>> }>> = {
  xpo: {
    claims: ['claimXpoOfTwo', 'claimXpoBestOfTwo'],
    mutants: {
      '1000 alpha': alpha(1000),
      '2.5 alpha': alpha(2.5),
      'no optimism': alpha(0),
      'beta made 2 beta': beta(2),
      'beta made beta / 2': beta(0.5),
      'beta made 0.9 beta': beta(0.9),
      ...online,
      'last in the place of the best iterate': last,
    },
  },
  onlineRegression: { claims: ['claimOnlineOfTwo'], mutants: { ...betas, ...online } },
  iterativeDpo: { claims: ['claimIterativeOfTwo'], mutants: { ...betas, ...online } },
  rewardRegression: {
    claims: ['claimRegressionOfTwo'],
    mutants: { ...betas, 'one pair more': withOptions(({ n }) => ({ n: n + 1 })) },
  },
  selfDistillation: {
    claims: ['claimDistillationOfTwo'],
    mutants: {
      'beta made 2 beta': beta(2),
      'beta made 0.99 beta': beta(0.99),
      'one try more': withOptions(({ N }) => ({ N: N + 1 })),
      'one prompt more': withOptions(({ n }) => ({ n: n + 1 })),
    },
  },
};

const fileOf = (learner: string): string => `../../src/learners/rlhf/${learner}.ts`;

/** The claims of a learner, made anew with a mutant in its place. */
async function claimsWith(learner: string, mutant: Mutant, claims: readonly string[]): Promise<Claim[]> {
  vi.resetModules();
  for (const each of Object.keys(LEARNERS)) vi.doUnmock(fileOf(each));
  vi.doMock(fileOf(learner), async (original) => {
    const actual = await original<Readonly<Record<string, Learner>>>();
    return { ...actual, [learner]: mutant(actual[learner]!) };
  });
  const made = (await import('../../src/claims/statements/rlhf/twoPolicies.ts')) as Readonly<Record<string, Claim>>;
  return claims.map((name) => made[name]!);
}

const verdicts = (claims: readonly Claim[]) => claims.map((claim) => checkClaim(claim).verdict);
const mutants = Object.entries(LEARNERS).flatMap(([learner, { claims, mutants }]) =>
  Object.entries(mutants).map(([name, mutant]) => ({ learner, name, claims, mutant })),
);

it.each(Object.keys(LEARNERS))('the claims of %s hold of the learner as it is', async (learner) => {
  const { claims } = LEARNERS[learner]!;
  expect(new Set(verdicts(await claimsWith(learner, (original) => original, claims)))).toEqual(new Set(['holds']));
});

it.each(mutants)('a mutant of $learner is noticed: $name', async ({ learner, claims, mutant }) => {
  expect(verdicts(await claimsWith(learner, mutant, claims))).toContain('violated');
});
