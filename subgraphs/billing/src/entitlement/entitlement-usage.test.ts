import { assessUsage, usageRatio, type EntitlementUsage } from './entitlement-usage.ts';

const usage = (
  used: number,
  limit: number | null,
  measuredAt: Date | null = new Date(),
): EntitlementUsage => ({
  entitlementKey: 'workflows',
  used,
  limit,
  planLimit: limit,
  override: null,
  measuredAt,
});

it.each([
  [0, 10, 0],
  [8, 10, 0.8],
  [10, 10, 1],
  [15, 10, 1.5],
  [0, 0, 0],
  [3, 0, 4],
  [3, null, null],
])('of %d with the limit %p is the share %p', (used, limit, ratio) => {
  expect(usageRatio(usage(used, limit))).toBe(ratio);
});

it.each([
  [7, 10, 'OK'],
  [8, 10, 'WARN'],
  [10, 10, 'WARN'],
  [11, 10, 'CRITICAL'],
  [0, 0, 'OK'],
  [1, 0, 'CRITICAL'],
])('of %d with the limit %p is %s, the share that warns and the limit beside it', (used, limit, state) => {
  expect(assessUsage(usage(used, limit), 0.8)).toEqual({ state, warnAt: 0.8, criticalAt: 1 });
});

it('is OK without a limit, and unknown when it has one and was never measured', () => {
  expect(assessUsage(usage(0, null, null), 0.8)).toEqual({ state: 'OK', warnAt: null, criticalAt: null });
  expect(assessUsage(usage(0, 10, null), 0.8)).toMatchObject({ state: 'UNKNOWN' });
});
