import { requireList, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { Problem } from '../../text/jsonProblem.ts';
import { JsonTextError, PlainJson } from '../../text/plainJson.ts';
import { requireExperiment } from '../experiment.ts';
import type { AnyExperiment } from '../experiment.ts';
import { experiments as registered } from '../registry.ts';
import { checkCases } from '../sweep.ts';
import type { Sweep } from '../sweep.ts';
import { expandSpec } from './expandSpec.ts';
import { problemsOf } from './problems.ts';
import { SpecError } from './specError.ts';
import { specSchema } from './specSchema.ts';

export interface ParseSpecOptions<E extends AnyExperiment> {
  /** Name of the file, for messages. */
  readonly file?: string;
  /** The experiments that a spec may name; default: those of the library. */
  readonly experiments?: readonly E[];
}

/**
 * Reads a sweep from plain JSON and checks every case before anything runs.
 *
 *   { "format": "whetstone sweep 1", "experiment": "...", "seed": "...", "fixed": {...}, "cases": [...] or "grid": {...} }
 *
 * @throws SpecError with file, line, column and path of everything that is wrong
 */
export function parseSpec<E extends AnyExperiment = AnyExperiment>(
  text: string,
  options: ParseSpecOptions<E> = {},
): Sweep<E> {
  if (typeof text !== 'string') throw new DomainError('parseSpec', 'text', 'the text of a spec', text);
  requireObject('parseSpec', 'options', options);
  const { file = 'spec', experiments = registered as readonly AnyExperiment[] as readonly E[] } = options;
  requireList('parseSpec', 'experiments', experiments);
  experiments.forEach((each, i) => requireExperiment('parseSpec', `experiments[${i}]`, each));
  const json = plainJson(text, file);
  const refuseIfAny = (problems: readonly Problem[]): void => {
    if (problems.length > 0) throw errorOf(json, problems, file);
  };
  const { value: spec, problems } = problemsOf(specSchema, json.value);
  refuseIfAny(problems);
  const { experiment: id, seed } = spec!;
  const experiment = experiments.find((each) => each.id === id);
  if (!experiment) {
    const known = experiments.map((each) => each.id).join(', ');
    throw errorOf(json, [{ path: ['experiment'], message: `is ${JSON.stringify(id)}; there are ${known}` }], file);
  }
  const expanded = expandSpec(spec!);
  refuseIfAny(expanded.problems);
  const checked = checkCases(
    experiment,
    expanded.cases.map(({ parameters }) => parameters),
  );
  refuseIfAny(
    checked.problems.map(({ path: [, index, ...path], ...problem }) => ({
      ...problem,
      path: expanded.cases[index as number]!.origin({ ...problem, path }),
    })),
  );
  return { experiment, seed, cases: checked.cases };
}

function plainJson(text: string, file: string): PlainJson {
  try {
    return new PlainJson(text);
  } catch (error) {
    throw error instanceof JsonTextError ? new SpecError(file, error.problems) : error;
  }
}

function errorOf(json: PlainJson, problems: readonly Problem[], file: string): SpecError {
  // One value of a grid is in many cases, but it is wrong once.
  const told = new Map(json.located(problems).map((each) => [`${each.line}:${each.column} ${each.message}`, each]));
  return new SpecError(file, [...told.values()]);
}
