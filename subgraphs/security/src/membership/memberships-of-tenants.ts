import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { MembershipEntity, type Membership } from './membership.entity.ts';

const perTenant = 100;

/** The people of each tenant by name, at most 100 of each: two statements, however many tenants are asked for. */
export async function membershipsOfTenants(
  em: EntityManager,
  tenantIds: readonly string[],
): Promise<Membership[][]> {
  const ranked = await executeSql<{ id: string; tenant_id: string }>(
    em,
    `select id, tenant_id from (
       select m.id, m.tenant_id, row_number() over (partition by m.tenant_id order by u.name, u.id) as position
       from membership m join "user" u on u.id = m.user_id
       where m.tenant_id = any (?::uuid[])
     ) ranked
     where position <= ${perTenant}
     order by tenant_id, position`,
    [tenantIds],
  );
  // The entity manager confines this one to the caller's tenant; the ids above never leave this function.
  const memberships = await em.find(
    MembershipEntity,
    { id: { $in: ranked.map((row) => row.id) } },
    { disableIdentityMap: true },
  );
  const byId = new Map(memberships.map((membership) => [membership.id, membership]));
  return tenantIds.map((tenantId) =>
    ranked.filter((row) => row.tenant_id === tenantId.toLowerCase()).flatMap((row) => byId.get(row.id) ?? []),
  );
}
