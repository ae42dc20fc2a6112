import { dueAt } from './due-at.ts';

// A Friday.
const at = new Date('2026-11-20T09:41:30Z');

it.each([
  ['* * * * *', '2026-11-20T09:41:00.000Z'],
  ['*/5 * * * *', '2026-11-20T09:40:00.000Z'],
  ['41 9 * * *', '2026-11-20T09:41:00.000Z'],
  ['42 9 * * *', '2026-11-19T09:42:00.000Z'],
  ['40 */6 * * *', '2026-11-20T06:40:00.000Z'],
  ['0 3 * * 1', '2026-11-16T03:00:00.000Z'],
  ['0 0 21 * *', '2026-10-21T00:00:00.000Z'],
])('knows when %s last came due: %s', (schedule, expected) => {
  expect(dueAt(schedule, at)?.toISOString()).toBe(expected);
});

it('does not look back further than a month', () => {
  expect(dueAt('0 0 1 1 *', at)).toBeNull();
});

it('refuses what is no schedule', () => {
  expect(() => dueAt('sometimes', at)).toThrow(/sometimes/);
});
