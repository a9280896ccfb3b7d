import { requireCost } from '../access/cost.ts';
import type { Cost } from '../access/cost.ts';
import { requireList, requireObject } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import { Source } from '../math/random/source.ts';
import { requireExperiment } from './experiment.ts';
import type { AnyExperiment, Outcome, ParametersOf, ValuesOf } from './experiment.ts';
import { canonicalJson, isObject, requirePlainJson } from '../math/json.ts';
import { problemsOf } from './spec/problems.ts';
import type { Problem } from '../text/jsonProblem.ts';
import { SpecError } from './spec/specError.ts';

/** The cases of one experiment, all of them checked. */
export interface Sweep<E extends AnyExperiment = AnyExperiment> {
  readonly experiment: E;
  /** Names all randomness: the same name gives the same rows. */
  readonly seed: string;
  readonly cases: readonly ParametersOf<E>[];
}

/** One line of what a sweep gives. */
export interface Row<E extends AnyExperiment = AnyExperiment> {
  readonly parameters: ParametersOf<E>;
  readonly values: ValuesOf<E>;
  readonly cost: Cost;
}

export interface SweepOptions<E extends AnyExperiment> {
  readonly seed: string;
  readonly cases: readonly ParametersOf<E>[];
}

/**
 * A sweep over cases given in code; `parseSpec` reads one from JSON.
 *
 * @throws SpecError naming every case that is outside the experiment's domain, or given twice
 */
export function sweepOf<E extends AnyExperiment>(experiment: E, options: SweepOptions<E>): Sweep<E> {
  requireExperiment('sweepOf', 'experiment', experiment);
  requireObject('sweepOf', 'options', options);
  const { seed, cases } = options;
  requireList('sweepOf', 'cases', cases);
  const checked = checkCases(experiment, cases);
  const problems: Problem[] = [...checked.problems];
  if (typeof seed !== 'string' || seed === '')
    problems.unshift({ path: ['seed'], message: 'must be a non-empty string' });
  if (cases.length === 0) problems.push({ path: ['cases'], message: 'must have at least one case' });
  if (problems.length > 0) throw new SpecError('sweepOf', problems);
  return { experiment, seed, cases: checked.cases };
}

/** The cases as the schema reads them, and what is wrong with them. */
export function checkCases<E extends AnyExperiment>(
  { parameters }: E,
  cases: readonly unknown[],
): { readonly cases: ParametersOf<E>[]; readonly problems: Problem[] } {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const checked: ParametersOf<E>[] = [];
  cases.forEach((given, i) => {
    const { value, problems: found } = problemsOf(parameters, given);
    problems.push(...found.map((problem) => ({ ...problem, path: ['cases', i, ...problem.path] })));
    if (found.length > 0) return;
    const key = canonicalJson(value);
    if (seen.has(key)) problems.push({ path: ['cases', i], message: `gives a case that is there already: ${key}` });
    seen.add(key);
    checked.push(value as ParametersOf<E>);
  });
  return { cases: checked, problems };
}

/** Refuses what is not a sweep. */
export function requireSweep(where: string, value: unknown): asserts value is Sweep {
  requireObject(where, 'sweep', value);
  const { experiment, seed, cases } = value as Partial<Sweep>;
  requireExperiment(where, 'sweep.experiment', experiment);
  if (typeof seed !== 'string') throw new DomainError(where, 'sweep.seed', 'a string', seed);
  requireList(where, 'sweep.cases', cases!);
}

/** 32 hexadecimal digits that any change of the experiment's name, the seed or a case changes. */
export function sweepHash({ experiment, seed, cases }: Sweep): string {
  return Source.named('whetstone sweep').split(canonicalJson({ experiment: experiment.id, seed, cases })).key;
}

/**
 * Runs one case; its randomness is derived from its parameters, so that it is the same in whatever sweep, order or
 * thread it runs.
 *
 * @throws DomainError where the experiment gives something that is not plain JSON
 */
export function runCase<E extends AnyExperiment>(
  experiment: E,
  seed: string,
  parameters: ParametersOf<E>,
): ReturnType<E['run']> {
  const source = Source.named(seed).split(experiment.id).split(canonicalJson(parameters));
  const outcome = experiment.run(parameters, source);
  return (outcome instanceof Promise ? outcome.then(plain) : plain(outcome)) as ReturnType<E['run']>;

  function plain(outcome: Outcome): Outcome {
    if (!isObject(outcome)) throw new DomainError(experiment.id, 'what run returns', '{ values, cost }', outcome);
    const { values, cost } = outcome;
    requirePlainJson(experiment.id, 'values', values);
    requireCost(experiment.id, cost);
    return { values, cost };
  }
}
