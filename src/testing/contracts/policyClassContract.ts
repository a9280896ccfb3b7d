import { requireInteger, requireList, requireObject } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { TIE_TOLERANCE, tied } from '../../math/tolerance.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import type { FitKind, FitRequest } from '../../policies/classes/fitRequest.ts';
import type { PolicyClass } from '../../policies/classes/policyClass.ts';
import { RewardPairs } from '../../policies/data/rewardPairs.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';
import { dirichletLaw } from '../../theory/instances/dirichletLaw.ts';
import { demand, demandRefusal } from './contract.ts';
import type { CheckOutcome, Contract } from './contract.ts';
import { optimisticLoss, pairOf, rowsOf, shapesOf } from './fitData.ts';
import type { Row } from './fitData.ts';
import { samePolicy } from './policyContract.ts';

export interface PolicyClassContractOptions {
  readonly policyClass: PolicyClass;
  /** All its members, in the order in which ties are decided; a product's with the choices at prompt 0 changing slowest. */
  readonly members: readonly ExplicitPolicy[];
  /** For each member the base policy it was made from, where that is another one. */
  readonly hypotheses?: readonly ExplicitPolicy[];
  readonly source: Source;
  /** How many data sets each fit is tried on, 100 by default. */
  readonly trials?: number;
}

/** What a policy class must keep to: every fit is what going through all members gives, the first of those that tie. */
export function policyClassContract(options: PolicyClassContractOptions): Contract {
  requireObject('policyClassContract', 'options', options);
  const { policyClass, members, hypotheses = members, source, trials = 100 } = options;
  requireList('policyClassContract', 'members', members);
  requireInteger('policyClassContract', 'number of members', members.length, 1);
  requireInteger('policyClassContract', 'number of hypotheses', hypotheses.length, members.length, members.length);
  requireInteger('policyClassContract', 'trials', trials, 1);
  requireSource('policyClassContract', source);
  const { prompts, responses } = members[0]!;

  /** Fits as the class does and as the scores say, and compares. */
  const compare = (fit: string, fitted: () => ExplicitPolicy, scores: readonly number[], slack: number): void => {
    const highest = Math.max(...scores);
    if (highest === -Infinity) {
      demandRefusal(fitted, `${fit} must be refused where every member gives some observation mass 0`);
      return;
    }
    const first = scores.findIndex((score) => !(highest - score > slack + TIE_TOLERANCE * Math.abs(highest)));
    demand(
      samePolicy(fitted(), members[first]!),
      `${fit} must return member ${first}, the first with the best score ${highest} of ${members.length}`,
    );
  };

  /** Why the class does not offer a fit, as what a check answers. */
  const notOffered = (kind: FitKind): { readonly skipped: string } | undefined => {
    const reason = policyClass.refusals?.[kind];
    return reason === undefined ? undefined : { skipped: `the class does not offer ${kind}: ${reason}` };
  };

  const fitsAgree = (
    fit: 'maximumLikelihood' | 'bayesFit',
    stray: number,
    scoreOf: (member: number, row: Row, logLikelihood: number) => number,
  ): CheckOutcome => {
    const skipped = notOffered(fit);
    if (skipped) return skipped;
    for (let trial = 0; trial < trials; trial++) {
      const from = source.split(fit).split(trial);
      const nature = hypotheses[from.index(members.length)]!;
      const rows = rowsOf(fit === 'bayesFit' ? nature : members[from.index(members.length)]!, stray, from);
      for (const { data, repeated } of shapesOf(rows, nature, from)) {
        const scores = members.map((_, member) =>
          compensatedSum(repeated.map((row) => scoreOf(member, row, nature.law(row.prompt).logMasses[row.response]!))),
        );
        compare(fit, () => policyClass.fit({ kind: fit, data }), scores, TIE_TOLERANCE * repeated.length);
      }
    }
  };

  return [
    {
      name: 'has the size and the shape of its members',
      check() {
        const logSize = Math.log(members.length);
        demand(typeof policyClass.logSize === 'number', `logSize must be ${logSize}, is ${policyClass.logSize}`);
        const near = Math.abs(policyClass.logSize - logSize) <= TIE_TOLERANCE * Math.max(1, logSize);
        demand(near, `logSize must be ${logSize}, is ${policyClass.logSize}`);
        const shape = `${policyClass.prompts} x ${policyClass.responses}`;
        demand(shape === `${prompts} x ${responses}`, `its shape must be ${prompts} x ${responses}, is ${shape}`);
      },
    },
    {
      name: 'contains its members, also as copies, and no other policy',
      check() {
        members.forEach((member, i) => {
          const laws = Array.from({ length: prompts }, (_, prompt) => member.law(prompt));
          demand(policyClass.contains(member), `it must contain member ${i}`);
          demand(policyClass.contains(new TabularPolicy(laws)), `it must contain a copy of member ${i}`);
          const other = dirichletLaw({ outcomes: responses + 1, concentration: 1 }, source.split(`other ${i}`));
          for (let prompt = 0; prompt < prompts; prompt++) {
            const law = dirichletLaw({ outcomes: responses, concentration: 1 }, source.split(`${i}`).split(prompt));
            const changed = new TabularPolicy(laws.with(prompt, law));
            const known = members.some((each) => samePolicy(each, changed));
            demand(
              policyClass.contains(changed) === known,
              `it must not contain member ${i} with another law at prompt ${prompt}`,
            );
          }
          demand(
            !policyClass.contains(new TabularPolicy(laws.map(() => other))),
            'it must not contain a policy over other responses',
          );
          demand(
            !policyClass.contains(new TabularPolicy([...laws, laws[0]!])),
            'it must not contain a policy over more prompts',
          );
        });
      },
    },
    {
      name: 'fits by maximum likelihood as going through all members does, the first of ties',
      check: () =>
        fitsAgree(
          'maximumLikelihood',
          0.2,
          (member, { prompt, response }) => members[member]!.law(prompt).logMasses[response]!,
        ),
    },
    {
      name: 'fits by the posterior as going through all members does, the first of ties',
      check: () =>
        fitsAgree('bayesFit', 0, (member, { prompt, response }, logLikelihood) => {
          const logMass = hypotheses[member]!.law(prompt).logMasses[response]!;
          return logMass > -Infinity && tied(logMass, logLikelihood) ? logMass : -Infinity;
        }),
    },
    {
      name: 'refuses a posterior that excludes every member',
      check(): CheckOutcome {
        const skipped = notOffered('bayesFit');
        if (skipped) return skipped;
        // A hypothesis explains at most one of these, so that one of them is explained by none.
        const candidates = Array.from({ length: hypotheses.length + 1 }, (_, k) => -(k + 1) / 7);
        const strange = candidates.find((each) => hypotheses.every((one) => !tied(one.law(0).logMasses[0]!, each)))!;
        const data = { prompts: [0], perPrompt: 1, responses: [0], logLikelihoods: [strange] };
        const message = `bayesFit must be refused where no member gives an observed log-likelihood, ${strange}`;
        demandRefusal(() => policyClass.fit({ kind: 'bayesFit', data }), message);
      },
    },
    {
      name: 'fits with optimism as going through all members does, the first of ties, while pairs are appended',
      check(): CheckOutcome {
        const skipped = notOffered('optimisticFit');
        if (skipped) return skipped;
        for (let trial = 0; trial < trials; trial++) {
          const from = source.split('optimisticFit').split(trial);
          const nature = members[from.index(members.length)]!;
          const alpha = from.index(3) / 2;
          const beta = (1 + from.index(8)) / 4;
          const pairs = new RewardPairs<number, number>();
          for (let length = from.index(6); pairs.length <= length;) {
            pairs.append(pairOf(nature, beta, from));
            const scores = members.map((member) => -optimisticLoss(member, pairs.from(0), alpha, beta));
            const fitted = () => policyClass.fit({ kind: 'optimisticFit', pairs, alpha, beta });
            compare('optimisticFit', fitted, scores, TIE_TOLERANCE ** 2 * pairs.length);
          }
        }
      },
    },
    {
      name: 'regresses rewards as it fits with no optimism',
      check(): CheckOutcome {
        const skipped = notOffered('regressRewards');
        if (skipped) return skipped;
        for (let trial = 0; trial < trials; trial++) {
          const from = source.split('regressRewards').split(trial);
          const nature = members[from.index(members.length)]!;
          const beta = (1 + from.index(8)) / 4;
          const pairs = new RewardPairs<number, number>();
          for (let left = from.index(6); left >= 0; left--) pairs.append(pairOf(nature, beta, from));
          const scores = members.map((member) => -optimisticLoss(member, pairs.from(0), 0, beta));
          const fitted = () => policyClass.fit({ kind: 'regressRewards', pairs, beta });
          compare('regressRewards', fitted, scores, TIE_TOLERANCE ** 2 * pairs.length);
        }
      },
    },
    {
      name: 'fits its first member to no data',
      check(): CheckOutcome {
        const data = { prompts: [], perPrompt: 1, responses: [], logLikelihoods: [] };
        const pairs = new RewardPairs<number, number>();
        const nothing: FitRequest<number, number>[] = [
          { kind: 'maximumLikelihood', data },
          { kind: 'bayesFit', data },
          { kind: 'regressRewards', pairs, beta: 1 },
          { kind: 'optimisticFit', pairs, alpha: 1, beta: 1 },
        ];
        const offered = nothing.filter(({ kind }) => !notOffered(kind));
        if (offered.length === 0) return { skipped: 'it offers no fit' };
        const scores = members.map(() => 0);
        for (const request of offered) {
          compare(`${request.kind} of nothing`, () => policyClass.fit(request), scores, 0);
        }
      },
    },
    {
      name: 'refuses what it says that it does not offer',
      check(): CheckOutcome {
        const kinds = Object.keys(policyClass.refusals ?? {}) as FitKind[];
        if (kinds.length === 0) return { skipped: 'it offers every fit' };
        const data = { prompts: [0], perPrompt: 1, responses: [0], logLikelihoods: [members[0]!.law(0).logMasses[0]!] };
        const pairs = new RewardPairs<number, number>();
        for (const kind of kinds) {
          const request = { kind, data, pairs, alpha: 1, beta: 1 } as FitRequest<number, number>;
          demandRefusal(() => policyClass.fit(request), `${kind} must be refused, as refusals say`);
        }
      },
    },
  ];
}
