import { useMemo, useRef, useState } from 'react';

/**
 * Rows never move under the pointer: while it rests on the list, known rows keep their places and take their new
 * figures, new ones wait at the end. When it leaves, the list falls into its true order. Rows that the reader has
 * ordered otherwise move at once.
 */
export function useStableOrder<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  chosenOrder: unknown = null,
) {
  const [isHeld, setHeld] = useState(false);
  const known = useRef<{ keys: string[]; chosenOrder: unknown }>({ keys: [], chosenOrder });
  const ordered = useMemo(() => {
    const isSame = known.current.chosenOrder === chosenOrder;
    const next = isHeld && isSame ? holdOrder(known.current.keys, items, keyOf) : items;
    known.current = { keys: next.map(keyOf), chosenOrder };
    return next;
  }, [items, isHeld, keyOf, chosenOrder]);
  return {
    items: ordered,
    hold: { onPointerEnter: () => setHeld(true), onPointerLeave: () => setHeld(false) },
  };
}

/** `items` in the known order, those unknown at the end. */
export function holdOrder<Item>(
  known: readonly string[],
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const place = new Map(known.map((key, index) => [key, index]));
  return [...items].sort(
    (a, b) => (place.get(keyOf(a)) ?? known.length) - (place.get(keyOf(b)) ?? known.length),
  );
}
