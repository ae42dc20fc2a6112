import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { listSettings, type RegisteredSetting } from '@intendant/kit/settings/registry';
import type { TenantsContext } from '../context.ts';

/** The settings of every module, by module and key; one statement. Throws `ForbiddenError` for callers of a tenant. */
export async function listAllSettings(ctx: TenantsContext): Promise<RegisteredSetting[]> {
  authorise(ctx, 'platform:read');
  requirePlatformCaller(ctx);
  return listSettings(ctx.em);
}
