import { randomUUID } from 'node:crypto';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import type { Caller } from '@intendant/kit/identity/caller';
import type { TestDatabase } from '@intendant/kit/testing/test-database';

export interface AuditEntryDetails {
  action?: string;
  caller?: Caller;
  target?: { type: string; id: string; name: string | null };
  tenantId?: string | null;
  before?: object;
}

/** An entry of the audit log as any subgraph writes it; by platform staff unless told otherwise. */
export async function anAuditEntry(
  db: TestDatabase,
  {
    action = 'tenant.update',
    caller,
    target = { type: 'Tenant', id: randomUUID(), name: 'Opera' },
    tenantId = null,
    before,
  }: AuditEntryDetails = {},
): Promise<{ targetId: string }> {
  const ctx = db.context('security', caller);
  await ctx.em.transactional((em) =>
    appendAudit(em, ctx, { action, target, tenantId, before: before ?? null, after: { name: 'Opera' } }),
  );
  return { targetId: target.id };
}
