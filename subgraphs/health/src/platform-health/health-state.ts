import type { Assessment, HealthState } from '../generated/resolvers.ts';

const order: readonly HealthState[] = ['OK', 'UNKNOWN', 'WARN', 'CRITICAL'];

/** The worst of several states. Not knowing is worse than OK and better than a warning. */
export function worstOf(states: readonly HealthState[]): HealthState {
  return states.reduce((worst, state) => (order.indexOf(state) > order.indexOf(worst) ? state : worst), 'OK');
}

/**
 * Which values are the worse ones. A figure that is worse the higher it is reaches its threshold at the very value; one
 * that is worse the lower it is falls below it.
 */
export type Worse = 'HIGHER' | 'LOWER';

/** A figure against its thresholds; null is UNKNOWN. A threshold that is null is never crossed. */
export function stateOf(
  value: number | null,
  warn: number | null,
  critical: number | null,
  worse: Worse = 'HIGHER',
): HealthState {
  if (value === null) {
    return 'UNKNOWN';
  }
  const crosses = (threshold: number | null): boolean =>
    threshold !== null && (worse === 'HIGHER' ? value >= threshold : value < threshold);
  return crosses(critical) ? 'CRITICAL' : crosses(warn) ? 'WARN' : 'OK';
}

/** How a figure stands, with the thresholds it was judged by; null is UNKNOWN. */
export function assess(
  value: number | null,
  warnAt: number | null,
  criticalAt: number | null,
  worse: Worse = 'HIGHER',
): Assessment {
  return { state: stateOf(value, warnAt, criticalAt, worse), warnAt, criticalAt };
}
