import type { DemoTenant } from './fleet.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

// An eighth of today's activity 90 days ago: a young platform that grows by a sixth a week.
const growthPerDay = Math.log(8) / 90;

// Sunday to Saturday: stages rest on Mondays and play at weekends, offices do the opposite.
const week = {
  stage: [1.1, 0.55, 0.85, 0.95, 1.05, 1.25, 1.25],
  software: [0.55, 1.15, 1.25, 1.25, 1.2, 1.05, 0.55],
} as const;

/**
 * How many executions a tenant is expected to have in the hour that starts at `at`: its level, its growth up to the
 * anchor, its week and its day. Zero before it was created and after it fell silent.
 */
export function expectedExecutions(tenant: DemoTenant, at: number, anchor: number): number {
  const daysBefore = (anchor - at) / dayMs;
  const hasStarted = daysBefore < tenant.ageDays - 0.25;
  const isSilent = tenant.silentSinceDays !== null && daysBefore <= tenant.silentSinceDays;
  if (!hasStarted || isSilent) {
    return 0;
  }
  const growth = Math.exp(-growthPerDay * Math.max(0, daysBefore));
  return tenant.executionsPerHour * growth * weekFactor(tenant, at) * dayFactor(tenant, at);
}

function weekFactor(tenant: DemoTenant, at: number): number {
  const factor = week[tenant.trade][localTime(tenant, at).getUTCDay()] ?? 1;
  // What fails is retried around the clock, weekends included.
  return tenant.symptoms.failing ? 1 + (factor - 1) / 4 : factor;
}

/** Averages to about 1 over a day: quiet nights, two peaks for a stage, one long one for an office. */
function dayFactor(tenant: DemoTenant, at: number): number {
  const hour = localTime(tenant, at).getUTCHours();
  return tenant.trade === 'stage'
    ? 0.3 + bump(hour, 11, 2.6) * 1.6 + bump(hour, 19, 2.2) * 1.7
    : 0.4 + bump(hour, 10, 2.4) * 1.45 + bump(hour, 15, 2.8) * 1.35;
}

function bump(hour: number, peak: number, width: number): number {
  const distance = Math.min(Math.abs(hour - peak), 24 - Math.abs(hour - peak));
  return Math.exp(-(distance ** 2) / (2 * width ** 2));
}

export function localTime(tenant: { utcOffset: number }, at: number): Date {
  return new Date(at + tenant.utcOffset * hourMs);
}
