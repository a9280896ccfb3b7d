import { requireInteger, requireObject, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import type { ContinuousClass, ParametricPolicy } from '../../policies/classes/continuousClass.ts';
import { FiniteClass } from '../../policies/classes/finiteClass.ts';
import type { FitKind, FitRequest } from '../../policies/classes/fitRequest.ts';
import { RewardPairs } from '../../policies/data/rewardPairs.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';
import { demand, demandRefusal, runContract } from './contract.ts';
import type { CheckOutcome, Contract } from './contract.ts';
import { lossOf, pairOf, rowsOf, shapesOf } from './fitData.ts';
import { policyContract, samePolicy } from './policyContract.ts';

export interface ContinuousClassContractOptions {
  readonly policyClass: ContinuousClass;
  /** Draws a parameter of the class, now and then on the border of its set. */
  readonly parameter: (source: Source) => Float64Array;
  readonly source: Source;
  /** How many data sets each fit is tried on, 20 by default. */
  readonly trials?: number;
  /** By how much a fit's loss may exceed the least loss, of 1 plus its size; 1e-9 by default. */
  readonly tolerance?: number;
}

const KINDS: readonly FitKind[] = ['maximumLikelihood', 'regressRewards', 'optimisticFit'];
/** Members that a fit is compared with, and those of them from which the contract goes downhill itself. */
const RIVALS = 200;
const STARTS = 5;
/** Steps of a search, each shorter the longer nothing better is found. */
const STEPS = 300;
/** How near a policy may lie that the class must tell from its members, nats. */
const BESIDE = 1e-3;
const EPSILONS = [0.01, 0.1, 0.5, 1, 2, 5];

/**
 * What a continuous class must keep to: policies of its shape at every parameter, fits that are stationary and no worse
 * than any member that is found otherwise, agreement with finite sub-classes, a covering number that covers.
 *
 * For classes of a few dimensions: the contract looks for better members itself.
 */
export function continuousClassContract(options: ContinuousClassContractOptions): Contract {
  const where = 'continuousClassContract';
  requireObject(where, 'options', options);
  const { policyClass, parameter, source, trials = 20, tolerance = 1e-9 } = options;
  requireObject(where, 'policyClass', policyClass);
  if (typeof parameter !== 'function') throw new DomainError(where, 'parameter', 'a function of a Source', parameter);
  requireSource(where, source);
  requireInteger(where, 'trials', trials, 1);
  requirePositive(where, 'tolerance', tolerance);

  const members = (count: number, label: string): ParametricPolicy[] =>
    Array.from({ length: count }, (_, i) => policyClass.at(parameter(source.split(label).split(i))));
  const copy = (policy: ExplicitPolicy): TabularPolicy =>
    new TabularPolicy(Array.from({ length: policy.prompts }, (_, prompt) => policy.law(prompt)));

  /** A request of that kind on data of a member's, some of which no member explains. */
  const requestOf = (kind: FitKind, from: Source): FitRequest<number, number> => {
    const nature = policyClass.at(parameter(from.split('nature')));
    const beta = (1 + from.index(8)) / 4;
    if (kind === 'maximumLikelihood' || kind === 'bayesFit') {
      const shapes = shapesOf(rowsOf(nature, 0.2, from), nature, from);
      return { kind, data: shapes[from.index(shapes.length)]!.data };
    }
    const pairs = new RewardPairs<number, number>();
    for (let left = 1 + from.index(8); left > 0; left--) pairs.append(pairOf(nature, beta, from));
    // Much optimism as well: it is what makes a loss have several minima.
    return kind === 'regressRewards'
      ? { kind, pairs, beta }
      : { kind, pairs, beta, alpha: [0.5, 2, 8][from.index(3)]! };
  };
  const eachFit = (
    label: string,
    check: (request: FitRequest<number, number>, fitted: ParametricPolicy, loss: number, from: Source) => void,
  ): CheckOutcome => {
    const kinds = KINDS.filter((kind) => policyClass.refusals?.[kind] === undefined);
    if (kinds.length === 0) return { skipped: 'the class offers no fit' };
    for (const kind of kinds) {
      for (let trial = 0; trial < trials; trial++) {
        const from = source.split(label).split(kind).split(trial);
        const request = requestOf(kind, from.split('request'));
        const fitted = policyClass.fit(request);
        check(request, fitted, lossOf(fitted, request), from);
      }
    }
  };
  const demandNoBetter = (what: string, { kind }: FitRequest, loss: number, other: number): void => {
    demand(
      loss <= other + tolerance * (1 + Math.abs(other)),
      `${kind} must be no worse than ${what}: its loss is ${loss}, there it is ${other}`,
    );
  };
  /** The least loss on the way from a parameter downhill, by steps towards and away from random parameters. */
  const downhill = (request: FitRequest<number, number>, start: ArrayLike<number>, from: Source): number => {
    let here = Float64Array.from(start);
    let least = lossOf(policyClass.at(here), request);
    let step = 0.5;
    for (let i = 0; i < STEPS && step > 1e-7; i++) {
      const towards = parameter(from);
      const next = here.map((value, k) => value + step * (towards[k]! - value));
      const loss = lossOf(policyClass.at(next), request);
      if (loss < least) [here, least, step] = [next, loss, Math.min(0.5, 2 * step)];
      else step *= 0.9;
    }
    return least;
  };

  return [
    {
      name: 'has a policy of its shape at every parameter, which says its parameter',
      async check() {
        for (const [i, member] of members(10, 'members').entries()) {
          const shape = `${member.prompts} x ${member.responses}`;
          demand(
            shape === `${policyClass.prompts} x ${policyClass.responses}`,
            `member ${i} must be of the class's shape, is ${shape}`,
          );
          demand(
            member.parameter.length === policyClass.dimension,
            `the parameter of member ${i} must be of length ${policyClass.dimension}, is ${member.parameter.length}`,
          );
          demand(
            samePolicy(policyClass.at(member.parameter), member),
            `at(parameter) must be member ${i} again when it is given its parameter`,
          );
          await runContract(policyContract({ policy: member }));
        }
      },
    },
    {
      name: 'refuses what is no parameter',
      check() {
        const { dimension } = policyClass;
        const wrong = [new Array<number>(dimension + 1).fill(0), new Array<number>(dimension).fill(NaN)];
        for (const each of wrong) demandRefusal(() => policyClass.at(each), `at([${String(each)}]) must be refused`);
      },
    },
    {
      name: 'contains its members, also as copies, and no policy of another shape',
      check() {
        for (const [i, member] of members(10, 'contained').entries()) {
          demand(policyClass.contains(member), `it must contain member ${i}`);
          demand(policyClass.contains(copy(member)), `it must contain a copy of member ${i}`);
        }
        const [member] = members(1, 'other shape');
        const more = new TabularPolicy([
          ...Array.from({ length: member!.prompts }, (_, x) => member!.law(x)),
          member!.law(0),
        ]);
        demand(!policyClass.contains(more), 'it must not contain a policy over more prompts');
      },
    },
    {
      name: 'contains nothing beside its members, however near',
      check(): CheckOutcome {
        const { dimension, prompts, responses } = policyClass;
        if (dimension >= prompts * (responses - 1)) return { skipped: 'it may contain all policies around a member' };
        for (const [i, member] of members(10, 'beside').entries()) {
          // Policies that differ by as much have more dimensions than the class: by chance none of them is in it.
          for (const far of [1, 0.1, BESIDE]) {
            const other = moved(member, far, source.split('moved').split(i));
            demand(
              samePolicy(other, member) || !policyClass.contains(other),
              `it must not contain member ${i} with log masses moved by up to ${far} nats at random`,
            );
          }
        }
      },
    },
    {
      name: 'has a covering number that covers: as many as members that lie apart, and no more for a wider mesh',
      check() {
        const found = members(RIVALS, 'covering');
        let before = Infinity;
        for (const epsilon of EPSILONS) {
          const logNumber = policyClass.logCoveringNumber(epsilon);
          demand(
            Number.isFinite(logNumber) && logNumber >= 0 && logNumber <= before,
            `logCoveringNumber(${epsilon}) must be finite, at least 0 and at most that of a finer mesh, is ${logNumber}`,
          );
          before = logNumber;
          // No element of a cover is within epsilon of two that are more than 2 epsilon apart.
          const apart: ParametricPolicy[] = [];
          for (const member of found)
            if (apart.every((other) => distance(member, other) > 2 * epsilon)) apart.push(member);
          demand(
            logNumber >= Math.log(apart.length) - tolerance,
            `logCoveringNumber(${epsilon}) must be at least the log of ${apart.length}, as so many members lie apart; is ${logNumber}`,
          );
        }
        demandRefusal(() => policyClass.logCoveringNumber(0), 'logCoveringNumber(0) must be refused');
      },
    },
    {
      name: 'fits members of the class',
      check: () =>
        eachFit('member', ({ kind }, fitted) => {
          demand(
            samePolicy(policyClass.at(fitted.parameter), fitted),
            `${kind} must return the policy of its parameter, and a parameter of the class`,
          );
          demand(policyClass.contains(fitted), `${kind} must return a policy that the class contains`);
        }),
    },
    {
      name: 'fits where no step within the class lowers the loss',
      check: () =>
        eachFit('stationary', (request, fitted, loss, from) => {
          for (let i = 0; i < RIVALS; i++) {
            const towards = parameter(from);
            for (const step of [0.1, 1e-2, 1e-3, 1e-4]) {
              const near = fitted.parameter.map((value, k) => value + step * (towards[k]! - value));
              demandNoBetter(`a step of ${step} away`, request, loss, lossOf(policyClass.at(near), request));
            }
          }
        }),
    },
    {
      name: 'fits no worse than from any other start',
      check: () =>
        eachFit('starts', (request, _fitted, loss, from) => {
          const starts = Array.from({ length: RIVALS }, () => parameter(from))
            .map((start) => ({ start, loss: lossOf(policyClass.at(start), request) }))
            .sort((a, b) => a.loss - b.loss);
          for (const { start } of starts.slice(0, STARTS)) {
            demandNoBetter('downhill from another start', request, loss, downhill(request, start, from));
          }
        }),
    },
    {
      name: 'fits no worse than a finite class of its members, and what a member explains to the last',
      check: () =>
        eachFit('finite', (request, _fitted, loss, from) => {
          const some = Array.from({ length: 20 }, () => policyClass.at(parameter(from)));
          const best = new FiniteClass(some).fit(request);
          demandNoBetter('the best of some of its members', request, loss, lossOf(best, request));
          if (request.kind !== 'regressRewards') return;
          const pairs = new RewardPairs<number, number>();
          for (let i = 0; i < 6; i++) pairs.append(pairOf(some[0]!, request.beta, from, { explained: 1 }));
          const explained = { ...request, pairs };
          const left = lossOf(policyClass.fit(explained), explained);
          demandNoBetter('the member that explains all gaps', explained, left, lossOf(some[0]!, explained));
        }),
    },
    {
      name: 'fits all pairs that there are when it is asked, while pairs are appended',
      check: () =>
        eachFit('appended', (request, _fitted, _loss, from) => {
          if (!('pairs' in request)) return;
          const nature = policyClass.at(parameter(from));
          for (let i = 0; i < 4; i++) request.pairs.append(pairOf(nature, request.beta, from));
          const loss = lossOf(policyClass.fit(request), request);
          for (let i = 0; i < RIVALS; i++) {
            const rival = policyClass.at(parameter(from));
            demandNoBetter('another member, once pairs were appended', request, loss, lossOf(rival, request));
          }
        }),
    },
    {
      name: 'offers the posterior, or says that it does not',
      check(): CheckOutcome {
        const reason = policyClass.refusals?.bayesFit;
        if (reason !== undefined) return { skipped: `it does not offer it: ${reason}` };
        const fitted = policyClass.fit(requestOf('bayesFit', source.split('bayes')));
        demand(policyClass.contains(fitted), 'bayesFit must return a policy that the class contains');
      },
    },
    {
      name: 'refuses what it says that it does not offer',
      check(): CheckOutcome {
        const refused = Object.keys(policyClass.refusals ?? {}) as FitKind[];
        if (refused.length === 0) return { skipped: 'it offers every fit' };
        for (const kind of refused) {
          const request = requestOf(kind, source.split('refused'));
          demandRefusal(() => policyClass.fit(request), `${kind} must be refused, as refusals say`);
        }
      },
    },
  ];
}

/** A policy with every log mass moved at random, by up to so many nats. */
function moved(policy: ExplicitPolicy, far: number, source: Source): TabularPolicy {
  const laws = Array.from({ length: policy.prompts }, (_, prompt) => {
    const law = policy.law(prompt);
    return law.withLogWeights(
      Float64Array.from(law.logMasses, (logMass) => logMass + far * (2 * source.uniform() - 1)),
    );
  });
  return new TabularPolicy(laws);
}

/** max |log pi/pi'|, nats: infinite where one gives a response mass 0 and the other does not. */
function distance(a: ExplicitPolicy, b: ExplicitPolicy): number {
  let most = 0;
  for (let prompt = 0; prompt < a.prompts; prompt++) {
    const [ofA, ofB] = [a.law(prompt).logMasses, b.law(prompt).logMasses];
    for (let response = 0; response < a.responses; response++) {
      const [x, y] = [ofA[response]!, ofB[response]!];
      if (x !== y) most = Math.max(most, Math.abs(x - y));
    }
  }
  return most;
}
