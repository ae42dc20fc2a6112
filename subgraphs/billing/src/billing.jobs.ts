import { z } from 'zod';
import type { BillingContext } from './context.ts';
import { announceOverdue } from './payment/announce-overdue.ts';
import { sweepDelinquency } from './payment/sweep-delinquency.ts';
import { expireTrials } from './subscription/expire-trials.ts';

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
};

export const billingCron = [
  { task: 'billing:sweep-delinquency', schedule: '* * * * *' },
  { task: 'billing:expire-trials', schedule: '* * * * *' },
];
