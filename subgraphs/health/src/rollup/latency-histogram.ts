/**
 * Latency histograms with DDSketch's logarithmic buckets (Masson, Rim, Lee: "DDSketch", VLDB 2019, section 2):
 * bucket i holds the values in (γ^(i-1), γ^i] milliseconds and answers 2γ^i / (γ + 1), at most
 * (γ - 1) / (γ + 1) = 4.8 % away from any of them.
 *
 * In the database a histogram is one `numeric`: bucket i counts in the twelve decimal digits from 10^(12 (i + 48)).
 * Merging is `+` and summing is `sum()`, both in C: measured 2 µs a merge, beside 22 µs for sparse arrays and 34 µs
 * for dense ones merged by a function.
 */
export const gamma = 1.1;

const digits = 12;
// Buckets below this one, under a hundredth of a millisecond, count as zero.
const lowestBucket = -48;
const highestBucket = 260;
const logGamma = Math.log(gamma);

/** The index of the bucket a duration in milliseconds falls into. */
export function bucketOf(milliseconds: number): number {
  if (!(milliseconds > 0)) {
    return lowestBucket;
  }
  return clamp(Math.ceil(Math.log(milliseconds) / logGamma));
}

function clamp(bucket: number): number {
  return Math.min(highestBucket, Math.max(lowestBucket, bucket));
}

/** A histogram of one value, as a literal of `numeric`. */
export function histogramOf(milliseconds: number): string {
  return `1e${digits * (bucketOf(milliseconds) - lowestBucket)}`;
}

/** A histogram from buckets and their counts, as a literal of `numeric`. */
export function encodeHistogram(buckets: readonly number[], counts: readonly number[]): string {
  const groups: string[] = [];
  buckets.forEach((bucket, index) => {
    const position = clamp(bucket) - lowestBucket;
    const earlier = Number(groups[position] ?? 0);
    groups[position] = String(earlier + (counts[index] ?? 0)).padStart(digits, '0');
  });
  return (
    Array.from(groups, (group) => group ?? '0'.repeat(digits))
      .reverse()
      .join('') || '0'
  );
}

/** The q-quantile (0 to 1) in milliseconds of a histogram read from the database; null when it is empty. */
export function quantile(histogram: string | null, q: number): number | null {
  const counts = decode(histogram ?? '0');
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    return null;
  }
  const rank = q * (total - 1);
  let seen = 0;
  for (const [position, count] of counts.entries()) {
    seen += count;
    if (seen > rank) {
      return valueOf(position + lowestBucket);
    }
  }
  return null;
}

function valueOf(bucket: number): number {
  return bucket === lowestBucket ? 0 : (2 * gamma ** bucket) / (gamma + 1);
}

function decode(text: string): number[] {
  const counts: number[] = [];
  for (let end = text.length; end > 0; end -= digits) {
    counts.push(Number(text.slice(Math.max(0, end - digits), end)));
  }
  return counts;
}
