import type { FilterQuery } from '@mikro-orm/core';
import { authorise } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import type { QueryPaymentsArgs } from '../generated/resolvers.ts';
import { nothing, pageByTime, type CountedConnection } from '../page-by-time.ts';
import { isUuid } from '../uuid.ts';
import { overdueAt, PaymentEntity, type Payment } from './payment.entity.ts';

export type PaymentConnection = CountedConnection<Payment>;

/**
 * Payments that failed at least once, by due date, the latest first; one statement. A tenant's callers see their own,
 * by the tenant filter. Throws `UserError('BAD_INPUT')` for a damaged cursor and beyond 100.
 */
export async function listPayments(
  ctx: BillingContext,
  { filter, ...args }: Partial<QueryPaymentsArgs>,
): Promise<PaymentConnection> {
  authorise(ctx, 'billing:read');
  const conditions: FilterQuery<Payment>[] = [{ failedAt: { $ne: null } }];
  if (filter?.tenantId != null) {
    conditions.push(isUuid(filter.tenantId) ? { tenantId: filter.tenantId } : nothing);
  }
  if (filter?.statuses != null) {
    conditions.push({ status: { $in: filter.statuses } });
  }
  if (filter?.isOverdue != null) {
    const now = ctx.clock.now();
    conditions.push(
      filter.isOverdue ? overdueAt(now) : { $or: [{ status: 'PAID' }, { dueAt: { $gte: now } }] },
    );
  }
  return pageByTime(ctx.em, PaymentEntity, { conditions, by: 'dueAt', isDescending: true, args });
}
