/**
 * A function of an object and one or two further arguments that remembers the last result for each object: asked again with
 * the same arguments (===) it returns the same result.
 *
 * A result is kept as long as its object lives, or until the object comes with other arguments: so memory is that of one
 * result for each object, however many arguments it is asked with.
 */
export function rememberLast<K extends object, A, R, B = void>(
  compute: (object: K, first: A, second: B) => R,
): (object: K, first: A, second: B) => R {
  const last = new WeakMap<K, { readonly first: A; readonly second: B; readonly result: R }>();
  return (object, first, second) => {
    const kept = last.get(object);
    if (kept !== undefined && kept.first === first && kept.second === second) return kept.result;
    const result = compute(object, first, second);
    last.set(object, { first, second, result });
    return result;
  };
}
