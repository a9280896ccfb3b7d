import type { Problem } from '../../text/jsonProblem.ts';
import type { Spec } from './specSchema.ts';

type Path = Problem['path'];

const MOST_CASES = 1_000_000;

/** A case before it is checked. */
interface GivenCase {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Where in the spec a problem of the parameters lies. */
  origin(problem: Problem): Path;
}

/** The cases of a spec in the order of their rows, or why there are none. */
export function expandSpec(spec: Spec): {
  readonly cases: readonly GivenCase[];
  readonly problems: readonly Problem[];
} {
  const { cases, grid, fixed = {} } = spec;
  const refuse = (path: Path, message: string) => ({ cases: [], problems: [{ path, message }] });
  if (cases && grid) return refuse(['grid'], 'and "cases" exclude each other; leave one of them out');
  if (!cases && !grid) return refuse([], 'there must be "cases", a list, or "grid", lists of values');
  if (grid && Object.values(grid).reduce((product, { length }) => product * length, 1) > MOST_CASES) {
    return refuse(['grid'], `gives more than ${MOST_CASES} cases`);
  }
  const given = cases ? cases.map(listed) : combinations(grid!);
  const problems = (cases ?? [grid!]).flatMap((each, i) =>
    Object.keys(each)
      .filter((name) => Object.hasOwn(fixed, name))
      .map((name) => ({
        path: cases ? ['cases', i, name] : ['grid', name],
        message: 'is under "fixed" as well; leave one of them out',
        atName: true,
      })),
  );
  return { cases: given.map((each) => withFixed(each, fixed)), problems };
}

function listed(parameters: GivenCase['parameters'], index: number): GivenCase {
  return { parameters, origin: ({ path }) => ['cases', index, ...path] };
}

/** Every combination of the values, the last parameter varying fastest. */
function combinations(grid: Readonly<Record<string, readonly unknown[]>>): GivenCase[] {
  const axes = Object.entries(grid);
  const picks = axes.reduce<readonly (readonly number[])[]>(
    (before, [, values]) => before.flatMap((picked) => values.map((_, i) => [...picked, i])),
    [[]],
  );
  return picks.map((picked) => ({
    parameters: Object.fromEntries(axes.map(([name, values], axis) => [name, values[picked[axis]!]])),
    origin: ({ path, atName }) => {
      const axis = axes.findIndex(([name]) => name === path[0]);
      const [name, ...rest] = path;
      // About the parameter itself, or about one of its values?
      if (axis < 0 || (atName && rest.length === 0)) return ['grid', ...path];
      return ['grid', name!, picked[axis]!, ...rest];
    },
  }));
}

function withFixed({ parameters, origin }: GivenCase, fixed: GivenCase['parameters']): GivenCase {
  return {
    parameters: { ...fixed, ...parameters },
    origin: (problem) => (Object.hasOwn(fixed, problem.path[0] ?? '') ? ['fixed', ...problem.path] : origin(problem)),
  };
}
