import { z } from 'zod';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import { plainText } from '@intendant/kit/plain-text';
import { changeSetting, type RegisteredSetting } from '@intendant/kit/settings/registry';
import type { TenantsContext } from '../context.ts';

/** What a value may be is known only once the setting is. */
const schema = z.object({ key: plainText, value: z.unknown().optional() });

/**
 * Changes a setting of any module, or with null returns it to its default: audited, and in force everywhere as soon as
 * the change is announced. Returns the setting as it is then. Platform callers only. Throws `UserError` `NOT_FOUND` on
 * `key`, or `BAD_INPUT` on `value` for what the setting does not allow.
 */
export async function updateSetting(
  ctx: TenantsContext,
  input: z.input<typeof schema>,
): Promise<RegisteredSetting> {
  authorise(ctx, 'settings:write');
  requirePlatformCaller(ctx);
  const { key, value } = parseInput(schema, input);

  return ctx.em.transactional((em) => changeSetting(em, ctx, key, value));
}
