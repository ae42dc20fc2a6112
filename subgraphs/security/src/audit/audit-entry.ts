/** Who did what to what, and when: a row of the audit log, which every subgraph appends to and nobody changes. */
export interface AuditEntry {
  /** Its place in the log, which orders entries of the same instant. */
  position: string;
  id: string;
  at: Date;
  action: string;
  callerKind: 'anonymous' | 'user' | 'key' | 'service';
  callerId: string | null;
  callerName: string | null;
  actorName: string | null;
  targetType: string;
  targetId: string;
  targetName: string | null;
  tenantId: string | null;
  /** As it is now; null when no tenant is concerned, or it is gone. */
  tenantName: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  requestId: string | null;
}

/** The columns of an entry as one JSON object named `entry`, of a log row named `a`. */
export const auditEntryColumns = `json_build_object(
  'position', a.position::text, 'id', a.id, 'at', a.occurred_at, 'action', a.action,
  'callerKind', a.caller_kind, 'callerId', a.caller_id, 'callerName', a.caller_name, 'actorName', a.actor_name,
  'targetType', a.target_type, 'targetId', a.target_id, 'targetName', a.target_name,
  'tenantId', a.tenant_id,
  'tenantName', (select t.name from known_tenant t where t.id = a.tenant_id), 'before', a.before, 'after', a.after, 'requestId', a.request_id) as entry`;

export interface AuditRow {
  entry: Omit<AuditEntry, 'at'> & { at: string };
}

export function toAuditEntry({ entry }: AuditRow): AuditEntry {
  return { ...entry, at: new Date(entry.at) };
}
