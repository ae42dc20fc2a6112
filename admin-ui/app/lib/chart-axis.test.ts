import { xTicks, yAxis } from './chart-axis.ts';

const hours = (count: number) =>
  Array.from({ length: count }, (_, hour) => new Date(Date.UTC(2026, 10, 14, hour)));

test('starts at zero and ends at a round number above the peak', () => {
  const axis = yAxis(2_710);

  expect(axis.ticks.map((tick) => tick.text)).toEqual(['0', '1,000', '2,000', '3,000']);
  expect(axis.top).toBe(3000);
});

test('shortens large numbers', () => {
  expect(yAxis(95_000).ticks.at(-1)?.text).toBe('100 k');
});

test('has an axis when there is nothing to show', () => {
  expect(yAxis(0).ticks[0]).toMatchObject({ value: 0, position: 1 });
});

test('labels a week of hours at the start of each day of the reader', () => {
  const ticks = xTicks(hours(168), 3600, 'Europe/Berlin');

  expect(ticks.map((tick) => `${tick.weekday} ${tick.text}`)).toEqual([
    'Sun 15',
    'Mon 16',
    'Tue 17',
    'Wed 18',
    'Thu 19',
    'Fri 20',
    'Sat 21',
  ]);
  expect(ticks[0]?.position).toBeCloseTo(23 / 167);
});

test('labels a day of hours by the clock and ends at now', () => {
  const ticks = xTicks(hours(24), 3600, 'UTC');

  expect(ticks.at(-1)).toMatchObject({ position: 1, text: '23:00' });
});
