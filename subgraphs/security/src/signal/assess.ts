import type { Assessment } from '../generated/resolvers.ts';

/** How a figure stands that is worse the higher it is; it reaches a threshold at the very value. */
export function assess(value: number, warnAt: number, criticalAt: number): Assessment {
  const state = value >= criticalAt ? 'CRITICAL' : value >= warnAt ? 'WARN' : 'OK';
  return { state, warnAt, criticalAt };
}
