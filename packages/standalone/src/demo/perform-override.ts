import type { BillingContext } from '@intendant/billing/context';
import { expireOverrides } from '@intendant/billing/override/expire-overrides';
import { grantOverride } from '@intendant/billing/override/grant-override';
import { listOverrides } from '@intendant/billing/override/list-overrides';
import { revokeOverride } from '@intendant/billing/override/revoke-override';
import { UserError } from '@intendant/kit/errors';
import type { Action } from './lifecycle.ts';

type OverrideAction = Extract<Action, { kind: `${string}-override` | `${string}-overrides` }>;

/** Does one thing about an override. Throws `INVALID_STATE` for one that was granted or revoked before. */
export async function performOverrideAction(action: OverrideAction, ctx: BillingContext): Promise<void> {
  switch (action.kind) {
    case 'expire-overrides':
      await expireOverrides(ctx);
      return;
    case 'grant-override': {
      if (await find(ctx, action.tenant.id, action.override.entitlementKey)) {
        throw new UserError('INVALID_STATE', 'The demo fleet grants it once only.');
      }
      await grantOverride(ctx, { tenantId: action.tenant.id, ...action.override });
      return;
    }
    case 'revoke-override': {
      const override = await find(ctx, action.tenant.id, action.entitlementKey);
      await revokeOverride(ctx, { id: override?.id ?? '', reason: action.reason });
    }
  }
}

async function find(ctx: BillingContext, tenantId: string, entitlementKey: string) {
  const { nodes } = await listOverrides(ctx, { tenantId });
  return nodes.find((override) => override.entitlementKey === entitlementKey);
}
