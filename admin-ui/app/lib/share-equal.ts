/**
 * `next`, with every object and list in it that equals its counterpart in `before` being that very one: what did not
 * change need not be rendered again. For JSON values; entries of a list are counterparts by their place.
 */
export function shareEqual<T>(before: unknown, next: T): T {
  if (!isComposite(before) || !isComposite(next) || Array.isArray(before) !== Array.isArray(next)) {
    return next;
  }
  const known = new Map(Object.entries(before));
  const entries = Object.entries(next).map(
    ([key, value]) => [key, shareEqual(known.get(key), value)] as const,
  );
  const isSame =
    entries.length === known.size &&
    entries.every(([key, value]) => known.has(key) && Object.is(known.get(key), value));
  // The same shape with some parts exchanged for equal ones.
  return (
    isSame ? before : Array.isArray(next) ? entries.map(([, value]) => value) : Object.fromEntries(entries)
  ) as T;
}

function isComposite(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
