import { formatDate, formatElapsed, formatExact, formatRelative } from './format-time.ts';

const now = new Date('2026-11-20T09:42:00Z');
const before = (seconds: number) => new Date(now.getTime() - seconds * 1000);

test.each([
  [3, '3 s ago'],
  [41 * 60, '41 min ago'],
  [2 * 3600 + 59, '2 h ago'],
  [6 * 86_400, '6 d ago'],
  [-4 * 86_400, 'in 4 d'],
])('says how far %p s are from now', (seconds, text) => {
  expect(formatRelative(before(seconds), now, 'UTC')).toBe(text);
});

test('gives the date from seven days on', () => {
  expect(formatRelative(before(7 * 86_400), now, 'UTC')).toBe('13 Nov 2026');
});

test('says how long something has lasted in one unit', () => {
  expect(formatElapsed(before(23 * 86_400 + 5), now)).toBe('23 d');
});

test('gives the exact time with its zone', () => {
  expect(formatExact(now, 'Europe/Berlin')).toBe('20 Nov 2026, 10:42:00 CET');
});

test('writes September with three letters like every month', () => {
  expect(formatDate(new Date('2026-09-02T12:00:00Z'))).toBe('2 Sep 2026');
});
