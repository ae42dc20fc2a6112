import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { RegisteredSetting } from '@intendant/kit/settings/registry';
import type { TenantsContext } from '../context.ts';

/** The setting with this key, null when no module declares it. Batched per request; as forbidden as the list of them. */
export async function findSettingByKey(ctx: TenantsContext, key: string): Promise<RegisteredSetting | null> {
  authorise(ctx, 'platform:read');
  requirePlatformCaller(ctx);
  return ctx.loaders.settingByKey.load(key);
}
