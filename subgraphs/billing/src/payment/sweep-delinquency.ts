import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import { announceOverdue } from './announce-overdue.ts';
import { overdueSql } from './payment.entity.ts';

const batchSize = 200;

/**
 * Catches the due dates whose job did not run in time. Safe to run at any time and in several processes. Platform
 * callers and our own jobs only. Returns how many tenants were told about.
 */
export async function sweepDelinquency(ctx: BillingContext): Promise<number> {
  authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);
  let announced = 0;
  for (;;) {
    const due = await executeSql<{ tenant_id: string }>(
      ctx.em,
      `select distinct tenant_id from payment
       where ${overdueSql} and overdue_announced_at is null limit ?`,
      [ctx.clock.now(), batchSize],
    );
    for (const { tenant_id: tenantId } of due) {
      announced += (await announceOverdue(ctx, tenantId)) ? 1 : 0;
    }
    if (due.length < batchSize) {
      return announced;
    }
  }
}
