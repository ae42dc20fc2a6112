import type { Assessment, HealthState } from '../generated/resolvers.ts';

const order: readonly HealthState[] = ['OK', 'UNKNOWN', 'WARN', 'CRITICAL'];

/** The worst of several states. Not knowing is worse than OK and better than a warning. */
export function worstOf(states: readonly HealthState[]): HealthState {
  return states.reduce((worst, state) => (order.indexOf(state) > order.indexOf(worst) ? state : worst), 'OK');
}

/** A figure against its thresholds; null is UNKNOWN. */
export function stateOf(value: number | null, warn: number, critical: number): HealthState {
  if (value === null) {
    return 'UNKNOWN';
  }
  return value >= critical ? 'CRITICAL' : value >= warn ? 'WARN' : 'OK';
}

/** How a figure stands, with the thresholds it was judged by; null is UNKNOWN. */
export function assess(value: number | null, warnAt: number, criticalAt: number): Assessment {
  return { state: stateOf(value, warnAt, criticalAt), warnAt, criticalAt };
}
