import {
  formatBytes,
  formatChange,
  formatCount,
  formatMilliseconds,
  formatMoney,
  formatPercent,
  formatPercentLimit,
  formatPoints,
  formatSeconds,
} from './format.ts';

test.each([
  [null, '–'],
  [undefined, '–'],
  [0, '0'],
  [48_212, '48,212'],
  [999_994, '999,994'],
  [1_000_000, '1.00 M'],
  [1_840_000, '1.84 M'],
  [2_500_000_000, '2.50 G'],
])('writes the count %p as %p', (count, text) => {
  expect(formatCount(count)).toBe(text);
});

test.each([
  [null, '–'],
  [0, '0%'],
  [0.314, '31.4%'],
  [0.0012, '0.12%'],
  [0.00001, '<0.01%'],
  [0.00995, '1.0%'],
  [1, '100.0%'],
])('writes the rate %p as %p: one decimal, two below 1%', (rate, text) => {
  expect(formatPercent(rate)).toBe(text);
});

test('writes a limit with as many digits as it has', () => {
  expect([formatPercentLimit(0.1), formatPercentLimit(0.005), formatPercentLimit(0.8)]).toEqual([
    '10%',
    '0.5%',
    '80%',
  ]);
});

test('writes money with cents where it is exact and without in overviews', () => {
  const amount = { amountCents: 2_516_050, currency: 'EUR' };

  expect(formatMoney(amount)).toBe('€25,160.50');
  expect(formatMoney(amount, 'overview')).toBe('€25,161');
  expect(formatMoney(null)).toBe('–');
});

test.each([
  [null, '–'],
  [0, '0 ms'],
  [3.42, '3.4 ms'],
  [41.4, '41 ms'],
  [2410, '2.4 s'],
  [372_000, '6 min 12 s'],
])('writes %p milliseconds as %p', (milliseconds, text) => {
  expect(formatMilliseconds(milliseconds)).toBe(text);
});

test.each([
  [40, '40 s'],
  [300, '5 min'],
  [372, '6 min 12 s'],
  [18_480, '5 h 8 min'],
  [82_800, '23 h'],
  [1_036_800, '12 d'],
])('writes a span of %p s in its two largest units', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [3_800_000_000, '3.8 GB'],
  [214_600_000_000, '214.6 GB'],
  [2_000_000, '2 MB'],
])('writes %p bytes as %p', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('gives a change its sign, and none to no change', () => {
  expect(formatChange(106.2, 100)).toBe('+6.2%');
  expect(formatChange(95, 100)).toBe('−5.0%');
  expect(formatChange(100, 100)).toBe('0%');
});

test('has no change to give without a base', () => {
  expect(formatChange(5, 0)).toBeNull();
});

test('changes percentages in points', () => {
  expect(formatPoints(0.023, 0.017)).toBe('+0.6 pts');
  expect(formatPoints(0.01, 0.02)).toBe('−1.0 pts');
});
