/** What differs between two moments and not between two gateways. */
const times = new Set(['asOf', 'evaluatedAt']);
/** Figures of the process that answers and of the server this second. */
const live = new Set(['platformHealth']);

/** An answer without what depends on when it was computed; live parts are reduced to their shape. */
export function comparable(value: unknown, isLive = false): unknown {
  if (Array.isArray(value)) {
    const isList = value.every((item) => typeof item !== 'object' || item === null);
    return isLive && isList ? 'list' : value.map((item) => comparable(item, isLive));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        times.has(key) ? 'time' : comparable(item, isLive || live.has(key)),
      ]),
    );
  }
  return isLive ? 'value' : value;
}
