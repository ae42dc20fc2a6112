import { enqueue } from '@intendant/kit/jobs/enqueue';
import type { TestDatabase } from '@intendant/kit/testing/test-database';
import { grantOverride, type GrantOverrideInput } from '../override/grant-override.ts';
import type { EntitlementOverride } from '../override/entitlement-override.entity.ts';
import type { RecordUsagePayload } from '../usage/usage.jobs.ts';
import { billingContext, dayMs } from './a-subscriber.ts';

export type Measurement = RecordUsagePayload['measurements'][number];

export const gib = 1024 ** 3;

/** What health measures of a tenant now; nothing is used unless told. */
export function aMeasurement(
  db: TestDatabase,
  tenantId: string,
  figures: Partial<Measurement> = {},
): Measurement {
  const measuredAt = figures.measuredAt ?? db.clock.now().toISOString();
  return {
    tenantId,
    measuredAt,
    executionsMonth: 0,
    monthStart: `${measuredAt.slice(0, 7)}-01T00:00:00.000Z`,
    apiRequestsDay: 0,
    dayStart: `${measuredAt.slice(0, 10)}T00:00:00.000Z`,
    workflows: 0,
    environments: 0,
    storageBytes: 0,
    ...figures,
  };
}

/** Hands measurements over as health does, and has them taken in. */
export async function measured(db: TestDatabase, ...measurements: Measurement[]): Promise<void> {
  await enqueue(db.em('billing'), 'billing:record-usage', { measurements });
  await db.drainJobs();
}

/** An override of a tenant; of ten workflows for thirty days unless told otherwise. */
export async function anOverride(
  db: TestDatabase,
  tenantId: string,
  overrides: Partial<GrantOverrideInput> = {},
): Promise<EntitlementOverride> {
  const ctx = billingContext(db);
  return grantOverride(ctx, {
    tenantId,
    entitlementKey: 'workflows',
    limit: 10,
    reason: 'Festival season',
    expiresAt: new Date(ctx.clock.now().getTime() + 30 * dayMs),
    ...overrides,
  });
}
