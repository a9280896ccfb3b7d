/** The same function of plain parameters, computed once for each however many bounds its value is held against. */
export function computedOnce<P, R>(compute: (parameters: P) => R): (parameters: P) => R {
  const kept = new Map<string, R>();
  return (parameters) => {
    const key = JSON.stringify(parameters);
    if (!kept.has(key)) kept.set(key, compute(parameters));
    return kept.get(key)!;
  };
}
