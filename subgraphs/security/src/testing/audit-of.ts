import { executeSql } from '@intendant/kit/database/execute-sql';
import type { TestDatabase } from '@intendant/kit/testing/test-database';

export interface AuditedChange {
  action: string;
  tenantId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** What the audit log says of one target, in the order it happened. */
export function auditOf(db: TestDatabase, targetId: string): Promise<AuditedChange[]> {
  return executeSql<AuditedChange>(
    db.em('security'),
    `select action, tenant_id as "tenantId", before, after from platform.audit_entry
     where target_id = ? order by position`,
    [targetId],
  );
}
