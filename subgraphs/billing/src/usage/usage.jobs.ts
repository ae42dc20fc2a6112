import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import type { EntitlementKey } from '../entitlement/catalogue.ts';
import { recordUsage, type UsageFigure } from './record-usage.ts';

const count = z.number().int().min(0);
const instant = z.iso.datetime().transform((text) => new Date(text));

const payloadSchema = z.object({
  measurements: z
    .array(
      z.object({
        tenantId: z.guid(),
        measuredAt: instant,
        executionsMonth: count,
        /** First instant of the month that was counted. */
        monthStart: instant,
        apiRequestsDay: count,
        dayStart: instant,
        /** Null when the tenant never reported it. */
        workflows: count.nullable(),
        environments: count.nullable(),
        storageBytes: count.nullable(),
      }),
    )
    .max(500),
});

type Measurement = z.output<typeof payloadSchema>['measurements'][number];

/** What whoever measures usage hands over with `enqueue(em, 'billing:record-usage', payload)`: 500 tenants at most. */
export type RecordUsagePayload = z.input<typeof payloadSchema>;

/** Takes measurements in. Throws on a payload of another shape: it is not from us, and no retry mends it. */
export async function recordUsageJob(ctx: BillingContext, payload: unknown): Promise<void> {
  await recordUsage(ctx, payloadSchema.parse(payload).measurements.flatMap(figuresOf));
}

function figuresOf(measurement: Measurement): UsageFigure[] {
  const { tenantId, measuredAt, monthStart, dayStart } = measurement;
  const figure = (
    entitlementKey: EntitlementKey,
    used: number | null,
    periodOf = measuredAt,
  ): UsageFigure[] => (used === null ? [] : [{ tenantId, entitlementKey, used, measuredAt, periodOf }]);
  return [
    ...figure('executions', measurement.executionsMonth, monthStart),
    ...figure('api-requests', measurement.apiRequestsDay, dayStart),
    ...figure('workflows', measurement.workflows),
    ...figure('environments', measurement.environments),
    ...figure('storage', measurement.storageBytes),
  ];
}
