import { z } from 'zod';
import { UserError } from '@intendant/kit/errors';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { BillingContext } from '../context.ts';
import { refreshExceptions } from '../exception/refresh-exceptions.ts';
import { changeBilling } from '../live/billing-changed.ts';
import { isUuid } from '../uuid.ts';
import {
  EntitlementOverrideEntity,
  revoke,
  type EntitlementOverride,
} from './entitlement-override.entity.ts';
import { findOverrideForChange } from './find-override-for-change.ts';
import { overrideReason } from './override-reason.ts';
import { overrideSnapshot, recordOverrideChange } from './record-override-change.ts';

const schema = z.object({ id: z.string(), reason: overrideReason });

/**
 * Ends an override in force; the plan's limit holds again at once. Platform callers only. Throws `UserError`
 * `NOT_FOUND`, `BAD_INPUT`, or `INVALID_STATE` when it has ended already.
 */
export async function revokeOverride(
  ctx: BillingContext,
  input: z.input<typeof schema>,
): Promise<EntitlementOverride> {
  const caller = authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);
  const { id, reason } = parseInput(schema, input);

  return changeBilling(ctx, async (em) => {
    const found = isUuid(id) ? await em.findOne(EntitlementOverrideEntity, { id }) : null;
    const override = found && (await findOverrideForChange(em, found));
    if (!override) {
      throw new UserError('NOT_FOUND', 'There is no such override.', ['input', 'id']);
    }
    const now = ctx.clock.now();
    const before = overrideSnapshot(override, now);
    revoke(override, { by: (caller.actor ?? caller).name, reason, now });
    await em.flush();
    await refreshExceptions(em, now, { tenantIds: [override.tenantId], cause: 'limits' });
    await recordOverrideChange(em, ctx, { action: 'override.revoke', override, before });
    return override;
  });
}
