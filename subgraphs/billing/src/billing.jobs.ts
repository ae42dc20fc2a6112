import { z } from 'zod';
import type { BillingContext } from './context.ts';
import { expireOverrides } from './override/expire-overrides.ts';
import { announceOverdue } from './payment/announce-overdue.ts';
import { sweepDelinquency } from './payment/sweep-delinquency.ts';
import { expireTrials } from './subscription/expire-trials.ts';
import { recordUsageJob } from './usage/usage.jobs.ts';

const announceOverduePayload = z.object({ tenantId: z.guid() });

export const billingJobs = {
  'billing:announce-overdue': async (ctx: BillingContext, payload: unknown) => {
    await announceOverdue(ctx, announceOverduePayload.parse(payload).tenantId);
  },
  'billing:sweep-delinquency': async (ctx: BillingContext) => {
    await sweepDelinquency(ctx);
  },
  'billing:expire-trials': async (ctx: BillingContext) => {
    await expireTrials(ctx);
  },
  'billing:expire-overrides': async (ctx: BillingContext) => {
    await expireOverrides(ctx);
  },
  'billing:record-usage': recordUsageJob,
};

export const billingCron = [
  { task: 'billing:sweep-delinquency', schedule: '* * * * *' },
  { task: 'billing:expire-trials', schedule: '* * * * *' },
  { task: 'billing:expire-overrides', schedule: '* * * * *' },
];
