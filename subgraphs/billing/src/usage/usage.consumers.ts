import { z } from 'zod';
import { defineConsumer } from '@intendant/kit/events/consumer';
import type { BillingContext } from '../context.ts';
import { recordUsage } from './record-usage.ts';

const membersSchema = z.object({ tenantId: z.guid(), memberCount: z.number().int().min(0) });

/** The people of a tenant are counted where they are kept; billing holds the count against its limit. */
export const recordMembers = defineConsumer<object, BillingContext>({
  name: 'billing:record-members',
  event: 'tenant-members.counted',
  async handle(ctx, { data, occurredAt }) {
    const { tenantId, memberCount } = membersSchema.parse(data);
    const measuredAt = new Date(occurredAt);
    await recordUsage(ctx, [
      { tenantId, entitlementKey: 'users', used: memberCount, measuredAt, periodOf: measuredAt },
    ]);
  },
});
