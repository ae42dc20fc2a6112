import { executeSql } from '@intendant/kit/database/execute-sql';
import type { SecurityContext } from '../context.ts';
import { isId } from '../id.ts';
import type { TenantRole } from '../role/role-permissions.ts';
import type { Viewer } from './viewer.ts';

/** A tenant somebody belongs to, as the person may see it before having picked one. */
export interface ViewerMembership {
  tenantId: string;
  tenantName: string | null;
  role: TenantRole;
}

/**
 * The tenants a person belongs to, the longest standing first; none for keys and services. One statement. A viewer is
 * always the caller, or who just signed in, and their own memberships are everybody's to see: also those in other
 * tenants than the one they act in, of which nothing more is told.
 */
export async function membershipsOfViewer(
  { em }: SecurityContext,
  { id, kind }: Pick<Viewer, 'id' | 'kind'>,
): Promise<ViewerMembership[]> {
  if (kind !== 'USER' || !isId(id)) {
    return [];
  }
  return executeSql<ViewerMembership>(
    em,
    `select m.tenant_id as "tenantId", t.name as "tenantName", m.role
     from membership m left join known_tenant t on t.id = m.tenant_id
     where m.user_id = ?::uuid
     order by m.created_at, m.id`,
    [id],
  );
}
