const logBase = Math.log(1.1);
// A hundredth of a millisecond to days; beyond, the outermost buckets take it.
const lowest = -48;
const highest = 260;

/**
 * Index of the histogram bucket a latency falls into: bucket i holds the milliseconds from 1.1^(i-1) to 1.1^i, so a
 * percentile read from it is within 5 % (DDSketch, https://arxiv.org/abs/1908.10693).
 */
export function latencyBucket(milliseconds: number): number {
  if (milliseconds <= 0) {
    return lowest;
  }
  return Math.min(highest, Math.max(lowest, Math.ceil(Math.log(milliseconds) / logBase)));
}
