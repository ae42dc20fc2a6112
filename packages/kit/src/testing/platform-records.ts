import pg from 'pg';
import type { DomainEvent } from '../events/domain-event.ts';

/** What a test's database remembers in the schema `platform`, read past every role. */
interface Database {
  readonly adminUrl: string;
}

export interface AuditRecord {
  action: string;
  callerKind: string;
  callerName: string | null;
  targetType: string;
  targetId: string;
  tenantId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** The events of an aggregate, in the order they were published. */
export async function publishedEvents(
  database: Database,
  aggregateId: string,
): Promise<Pick<DomainEvent, 'type' | 'version' | 'tenantId' | 'data'>[]> {
  return select(
    database,
    `select type, version, tenant_id as "tenantId", data from platform.event where aggregate_id = $1 order by position`,
    [aggregateId],
  );
}

/** The audit entries of a tenant, in the order they were written. */
export async function auditEntries(database: Database, tenantId: string): Promise<AuditRecord[]> {
  return select(
    database,
    `select action, caller_kind as "callerKind", caller_name as "callerName", target_type as "targetType",
       target_id as "targetId", tenant_id as "tenantId", before, after
     from platform.audit_entry where tenant_id = $1 order by position`,
    [tenantId],
  );
}

async function select<Row extends object>(
  database: Database,
  sql: string,
  values: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
