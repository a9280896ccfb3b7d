/**
 * The same function, computed once for all parameters that are alike, however many bounds its value is held against. Every
 * value is kept as long as the process runs.
 *
 * @param keyOf a text that tells parameters apart: of plain ones, their JSON
 */
export function computedOnce<P, R>(
  compute: (parameters: P) => R,
  keyOf: (parameters: P) => string = (parameters) => JSON.stringify(parameters),
): (parameters: P) => R {
  const kept = new Map<string, R>();
  return (parameters) => {
    const key = keyOf(parameters);
    if (!kept.has(key)) kept.set(key, compute(parameters));
    return kept.get(key)!;
  };
}
