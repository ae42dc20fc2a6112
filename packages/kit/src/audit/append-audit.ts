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

/**
 * Records who did what, in the same transaction as the work: both are stored, or neither. The table accepts no
 * change afterwards. Announced on `auditAppendedTopic` when the transaction commits.
 */
export async function appendAudit(
  em: EntityManager,
  ctx: { readonly caller: Caller; readonly clock: Clock; readonly requestId: string },
  entry: AuditEntry,
): Promise<void> {
  requireTransaction(em, 'An audit entry');
  const { caller } = ctx;
  const by = caller.kind === 'anonymous' ? null : caller;
  await executeSql(
    em,
    'select platform.append_audit(?::uuid, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::uuid, ?, ?::jsonb, ?::jsonb, ?)',
    [
      randomUUID(),
      ctx.clock.now(),
      entry.action,
      caller.kind,
      by?.id ?? null,
      by?.name ?? null,
      by?.actor?.id ?? null,
      by?.actor?.name ?? null,
      entry.target.type,
      entry.target.id,
      entry.target.name,
      entry.tenantId,
      ctx.requestId,
      toJson(entry.before),
      toJson(entry.after),
      isByStaff(caller),
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

function toJson(state: object | null | undefined): string | null {
  return state ? JSON.stringify(redactSecrets(state)) : null;
}
