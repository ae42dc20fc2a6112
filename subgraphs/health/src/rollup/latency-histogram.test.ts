import fc from 'fast-check';
import { bucketOf, encodeHistogram, histogramOf, quantile } from './latency-histogram.ts';

function histogram(values: readonly number[]): string {
  return values.reduce((sum, value) => sum + BigInt(expand(histogramOf(value))), 0n).toString();
}

function expand(literal: string): string {
  return `1${'0'.repeat(Number(literal.slice(2)))}`;
}

it('answers every quantile within 5 % of the exact one', () => {
  const duration = fc.double({ min: 0.02, max: 2_678_400_000, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(duration, { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const exact = [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? NaN;

        const answer = quantile(histogram(values), q) ?? NaN;

        expect(Math.abs(answer / exact - 1)).toBeLessThan(0.05);
      },
    ),
  );
});

it('merges by addition', () => {
  const [a, b] = [histogram([1, 2, 3]), histogram([100, 200, 300])];

  const merged = (BigInt(a) + BigInt(b)).toString();

  expect(merged).toBe(histogram([1, 2, 3, 100, 200, 300]));
});

it('writes buckets and counts as the sum of their values', () => {
  const values = [5, 5, 80, 1200];

  const encoded = encodeHistogram([bucketOf(5), bucketOf(80), bucketOf(1200)], [2, 1, 1]);

  expect(BigInt(encoded)).toBe(BigInt(histogram(values)));
});

it('takes zero for zero, and nothing for null', () => {
  expect(quantile(histogram([0, 0, 0]), 0.95)).toBe(0);
  expect(quantile('0', 0.95)).toBeNull();
  expect(quantile(null, 0.95)).toBeNull();
});

it('keeps buckets beyond its ends at the ends', () => {
  expect(bucketOf(1e300)).toBe(bucketOf(1e250));
  expect(bucketOf(NaN)).toBe(bucketOf(0));
  expect(encodeHistogram([-1000], [3])).toBe('000000000003');
});
