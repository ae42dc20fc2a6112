import { useMemo, useRef, useState } from 'react';

/**
 * Rows never move under the pointer: while it rests on the list, known rows keep their places and take their new
 * figures, new ones wait at the end. When it leaves, the list falls into its true order.
 */
export function useStableOrder<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  const [isHeld, setHeld] = useState(false);
  const order = useRef<string[]>([]);
  const ordered = useMemo(() => {
    const next = isHeld ? holdOrder(order.current, items, keyOf) : items;
    order.current = next.map(keyOf);
    return next;
  }, [items, isHeld, keyOf]);
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
