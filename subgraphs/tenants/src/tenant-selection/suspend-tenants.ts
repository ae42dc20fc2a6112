import { z } from 'zod';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { TenantsContext } from '../context.ts';
import { suspensionReasonSchema } from '../tenant/tenant-fields.ts';
import { suspend } from '../tenant/tenant.entity.ts';
import { changeTenants, tenantIdsSchema, type ChangedTenants } from './change-tenants.ts';

const schema = z.object({ ids: tenantIdsSchema, reason: suspensionReasonSchema });

/**
 * Stops 1 to 100 tenants for one reason: all of them, or none when one cannot be. Those suspended already keep the reason
 * they have. Platform callers only. Throws `UserError` `BAD_INPUT` for the reason or the number of tenants, and for each
 * tenant that cannot be suspended `NOT_FOUND` or `INVALID_STATE` on its place in `ids`.
 */
export async function suspendTenants(
  ctx: TenantsContext,
  input: z.input<typeof schema>,
): Promise<ChangedTenants> {
  authorise(ctx, 'tenants:write');
  requirePlatformCaller(ctx);
  const { ids, reason } = parseInput(schema, input);

  return changeTenants(ctx, ids, {
    isDone: (tenant) => tenant.status === 'SUSPENDED',
    apply: (tenant) => suspend(tenant, reason, ctx.clock.now()),
    event: 'tenant.suspended',
    action: 'tenant.suspend',
  });
}
