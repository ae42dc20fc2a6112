import { LockMode } from '@mikro-orm/core';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { TenantsContext } from '../context.ts';
import { recordTenantChange, tenantAuditState } from './record-tenant-change.ts';
import { TenantEntity } from './tenant.entity.ts';

/**
 * Removes the whole demo fleet and nothing else, in one transaction; the other subgraphs drop what they hold about
 * it when they receive `tenant.removed`. Platform callers only. Returns how many tenants are gone.
 */
export async function removeDemoTenants(ctx: TenantsContext): Promise<number> {
  authorise(ctx, 'tenants:write');
  requirePlatformCaller(ctx);

  return ctx.em.transactional(
    async (em) => {
      const tenants = await em.find(
        TenantEntity,
        { isDemo: true },
        { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      await em.nativeDelete(TenantEntity, { id: { $in: tenants.map((tenant) => tenant.id) } });
      em.clear();
      for (const tenant of tenants) {
        await recordTenantChange(em, ctx, {
          event: 'tenant.removed',
          action: 'tenant.remove',
          tenant: { ...tenant, status: 'DELETED', updatedAt: ctx.clock.now() },
          before: tenantAuditState(tenant),
        });
      }
      return tenants.length;
    },
    { clear: true },
  );
}
