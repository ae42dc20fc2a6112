import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise } from '@intendant/kit/identity/authorise';
import type { SecurityContext } from '../context.ts';
import { isId } from '../id.ts';
import { auditEntryColumns, toAuditEntry, type AuditEntry, type AuditRow } from './audit-entry.ts';

/** One audit entry; null when there is none, or it is another tenant's or the platform's and the caller a tenant's. */
export async function findAuditEntry(ctx: SecurityContext, id: string): Promise<AuditEntry | null> {
  const { tenantId } = authorise(ctx, 'audit:read');
  if (!isId(id)) {
    return null;
  }
  const [row] = await executeSql<AuditRow>(
    ctx.em,
    `select ${auditEntryColumns} from platform.audit_entry a
     where a.id = ? and (?::uuid is null or a.tenant_id = ?::uuid)`,
    [id, tenantId, tenantId],
  );
  return row ? toAuditEntry(row) : null;
}
