import DataLoader from 'dataloader';

/**
 * A loader that reads everything asked for with the same arguments at once: keys are ids with arguments, and `read` gets
 * one of them with the ids of all. It remembers nothing, because the context of a subscription lives as long as the
 * subscription.
 */
export function groupedLoader<Id extends string, K extends Record<Id, string>, V>(
  idName: Id,
  read: (key: K, ids: string[]) => Promise<ReadonlyMap<string, V>>,
): DataLoader<K, V> {
  return new DataLoader<K, V>(
    async (keys) => {
      const groups = new Map<string, { key: K; ids: Set<string> }>();
      const groupOf = (key: K): string => JSON.stringify({ ...key, [idName]: null });
      for (const key of keys) {
        const group = groups.get(groupOf(key)) ?? { key, ids: new Set() };
        groups.set(groupOf(key), group);
        group.ids.add(key[idName]);
      }
      const values = new Map(
        await Promise.all(
          [...groups].map(async ([name, { key, ids }]) => [name, await read(key, [...ids])] as const),
        ),
      );
      return keys.map(
        (key) => values.get(groupOf(key))?.get(key[idName]) ?? new Error('A loaded value is missing.'),
      );
    },
    { cache: false },
  );
}
