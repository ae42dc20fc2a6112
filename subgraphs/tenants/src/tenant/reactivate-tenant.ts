import { z } from 'zod';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { TenantsContext } from '../context.ts';
import { loadTenantForChange } from './load-tenant.ts';
import { recordTenantChange, tenantAuditState } from './record-tenant-change.ts';
import { reactivate, type Tenant } from './tenant.entity.ts';

const schema = z.object({ id: z.string() });

/**
 * Returns a suspended tenant to use. Platform callers only. Throws `UserError` `NOT_FOUND`, or `INVALID_STATE` when
 * the tenant is not suspended.
 */
export async function reactivateTenant(ctx: TenantsContext, input: z.input<typeof schema>): Promise<Tenant> {
  authorise(ctx, 'tenants:write');
  requirePlatformCaller(ctx);
  const { id } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      const tenant = await loadTenantForChange(em, id);
      const before = tenantAuditState(tenant);
      reactivate(tenant, ctx.clock.now());
      await recordTenantChange(em, ctx, {
        event: 'tenant.reactivated',
        action: 'tenant.reactivate',
        tenant,
        before,
      });
      return tenant;
    },
    { clear: true },
  );
}
