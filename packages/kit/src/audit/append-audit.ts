import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '../clock.ts';
import { executeSql } from '../database/execute-sql.ts';
import { requireTransaction } from '../database/require-transaction.ts';
import type { Caller } from '../identity/caller.ts';
import { redactSecrets } from '../log.ts';

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
 * change afterwards.
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
    'select platform.append_audit(?::uuid, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::uuid, ?, ?::jsonb, ?::jsonb)',
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
    ],
  );
}

function toJson(state: object | null | undefined): string | null {
  return state ? JSON.stringify(redactSecrets(state)) : null;
}
