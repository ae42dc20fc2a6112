import { z } from 'zod';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { TenantsContext } from '../context.ts';
import { reactivate } from '../tenant/tenant.entity.ts';
import { changeTenants, tenantIdsSchema, type ChangedTenants } from './change-tenants.ts';

const schema = z.object({ ids: tenantIdsSchema });

/**
 * Returns 1 to 100 suspended tenants to use: all of them, or none when one cannot be. Those active already stay as they
 * are. Platform callers only. Throws `UserError` `BAD_INPUT` for the number of tenants, and for each tenant that cannot be
 * reactivated `NOT_FOUND` or `INVALID_STATE` on its place in `ids`.
 */
export async function reactivateTenants(
  ctx: TenantsContext,
  input: z.input<typeof schema>,
): Promise<ChangedTenants> {
  authorise(ctx, 'tenants:write');
  requirePlatformCaller(ctx);
  const { ids } = parseInput(schema, input);

  return changeTenants(ctx, ids, {
    isDone: (tenant) => tenant.status === 'ACTIVE',
    apply: (tenant) => reactivate(tenant, ctx.clock.now()),
    event: 'tenant.reactivated',
    action: 'tenant.reactivate',
  });
}
