/** The same function of plain parameters, computed once for each however many bounds its value is held against. */
export function computedOnce<P>(compute: (parameters: P) => number): (parameters: P) => number {
  const kept = new Map<string, number>();
  return (parameters) => {
    const key = JSON.stringify(parameters);
    let value = kept.get(key);
    if (value === undefined) kept.set(key, (value = compute(parameters)));
    return value;
  };
}
