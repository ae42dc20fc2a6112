import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '../clock.ts';
import { executeSql } from '../database/execute-sql.ts';
import { requireTransaction } from '../database/require-transaction.ts';
import type { Caller } from '../identity/caller.ts';
import { redactSecrets } from '../log.ts';

/** Announced with every audit entry, by whatever process it is written. */
export const auditAppendedTopic = 'audit-appended';

export interface AuditEntry {
  /** `<resource>.<verb>`, such as `tenant.create`. */
  action: string;
  target: { type: string; id: string; name: string | null };
  tenantId: string | null;
  /** The state before and after, as plain objects; fields that hold secrets are replaced. */
  before?: object | null;
  after?: object | null;
}

/** Who acts, when, and in which request. */
export interface AuditContext {
  readonly caller: Caller;
  readonly clock: Clock;
  readonly requestId: string;
}

/**
 * Records who did what, in the same transaction as the work: both are stored, or neither. The table accepts no
 * change afterwards. Announced on `auditAppendedTopic` when the transaction commits.
 */
export async function appendAudit(em: EntityManager, ctx: AuditContext, entry: AuditEntry): Promise<void> {
  await appendAudits(em, ctx, [entry]);
}

/** The same for several things that were done together: one statement, however many. */
export async function appendAudits(
  em: EntityManager,
  ctx: AuditContext,
  entries: readonly AuditEntry[],
): Promise<void> {
  requireTransaction(em, 'An audit entry');
  if (entries.length === 0) {
    return;
  }
  const { caller } = ctx;
  const by = caller.kind === 'anonymous' ? null : caller;
  const rows = entries.map(({ action, target, tenantId, before, after }) => ({
    id: randomUUID(),
    action,
    target_type: target.type,
    target_id: target.id,
    target_name: target.name,
    tenant_id: tenantId,
    before: before ? redactSecrets(before) : null,
    after: after ? redactSecrets(after) : null,
  }));
  await executeSql(
    em,
    `select platform.append_audit(e.id, ?, e.action, ?, ?, ?, ?, ?, e.target_type, e.target_id, e.target_name,
       e.tenant_id, ?, e.before, e.after, ?)
     from jsonb_to_recordset(?::jsonb) as e (
       id uuid, action text, target_type text, target_id text, target_name text, tenant_id uuid, before jsonb,
       after jsonb)`,
    [
      ctx.clock.now(),
      caller.kind,
      by?.id ?? null,
      by?.name ?? null,
      by?.actor?.id ?? null,
      by?.actor?.name ?? null,
      ctx.requestId,
      isByStaff(caller),
      JSON.stringify(rows),
    ],
  );
}

/**
 * Whether somebody acts for the platform: a person whose platform role lets them see it (every role does), or whoever
 * really acts while a user is impersonated. A person inside one tenant acts for that tenant, whatever else they are.
 */
function isByStaff(caller: Caller): boolean {
  return (
    caller.kind !== 'anonymous' &&
    (caller.actor !== null ||
      (caller.kind === 'user' && caller.tenantId === null && caller.permissions.includes('platform:read')))
  );
}
