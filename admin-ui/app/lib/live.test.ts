import { liveState, STALE_AFTER_MS } from './use-live.ts';
import { holdOrder } from './use-stable-order.ts';

test('calls figures live only while the connection shows signs of life', () => {
  expect(liveState(true, 1_000, 0)).toBe('live');
  expect(liveState(false, 1_000, 2)).toBe('reconnecting');
  expect(liveState(false, STALE_AFTER_MS + 1, 7)).toBe('stale');
  expect(liveState(true, STALE_AFTER_MS + 1, 0)).toBe('stale');
});

test('keeps rows in place under the pointer and puts new ones at the end', () => {
  const held = holdOrder(['a', 'b', 'c'], ['c', 'new', 'a', 'b'], (item) => item);

  expect(held).toEqual(['a', 'b', 'c', 'new']);
});

test('drops rows that are gone', () => {
  expect(holdOrder(['a', 'b', 'c'], ['c', 'a'], (item) => item)).toEqual(['a', 'c']);
});
