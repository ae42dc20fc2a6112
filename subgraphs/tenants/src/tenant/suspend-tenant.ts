import { z } from 'zod';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { TenantsContext } from '../context.ts';
import { loadTenantForChange } from './load-tenant.ts';
import { recordTenantChange, tenantAuditState } from './record-tenant-change.ts';
import { suspensionReasonSchema } from './tenant-fields.ts';
import { suspend, type Tenant } from './tenant.entity.ts';

const schema = z.object({ id: z.string(), reason: suspensionReasonSchema });

/**
 * Stops an active tenant and keeps its data. Platform callers only. Throws `UserError` `NOT_FOUND`, `BAD_INPUT` for
 * the reason, or `INVALID_STATE` when the tenant is not active, so that a second reason never replaces the first.
 */
export async function suspendTenant(ctx: TenantsContext, input: z.input<typeof schema>): Promise<Tenant> {
  authorise(ctx, 'tenants:write');
  requirePlatformCaller(ctx);
  const { id, reason } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      const tenant = await loadTenantForChange(em, id);
      const before = tenantAuditState(tenant);
      suspend(tenant, reason, ctx.clock.now());
      await recordTenantChange(em, ctx, {
        event: 'tenant.suspended',
        action: 'tenant.suspend',
        tenant,
        before,
      });
      return tenant;
    },
    { clear: true },
  );
}
