import { apiTimeWindow, readTimeWindow, timeWindowSearch } from './time-window.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const read = (search: string) => readTimeWindow(new URLSearchParams(search), { now });

test('reads a preset, and falls back to one for anything unknown', () => {
  expect(read('range=7d').window).toEqual({ range: '7d', from: null, to: null });
  expect(read('range=2y').window).toEqual({ range: '24h', from: null, to: null });
});

test('takes instants with a zone, and times without one as UTC', () => {
  expect(read('from=2026-11-20T09:00:00%2B01:00&to=2026-11-20T10:00').window).toEqual({
    range: null,
    from: '2026-11-20T08:00:00.000Z',
    to: '2026-11-20T10:00:00.000Z',
  });
});

test('a window without an end lasts until now', () => {
  const { window } = read('from=2026-11-19&to=');

  expect(apiTimeWindow(window)).toEqual({ from: '2026-11-19T00:00:00.000Z' });
});

test.each([
  ['to=2026-11-20', 'Give the window a start.'],
  ['from=yesterday', 'The start is no date and time.'],
  ['from=2026-13-41', 'The start is no date and time.'],
  ['from=2026-11-20&to=soon', 'The end is no date and time.'],
  ['from=2026-11-20T10:00&to=2026-11-20T09:00', 'The start must be before the end.'],
  ['from=2026-11-21', 'The start must be before the end.'],
  ['from=2026-01-01', 'The start is more than 90 days ago; details are kept for 90 days.'],
])('names what is wrong with %s', (search, problem) => {
  expect(read(search)).toEqual({ window: { range: '24h', from: null, to: null }, problem });
});

test('a new window keeps the other conditions of the address and starts its list again', () => {
  const search = new URLSearchParams('tab=usage&from=2026-11-20&after=c1&page=30');

  expect(timeWindowSearch(search, { range: '30d' })).toBe('?tab=usage&range=30d');
});
