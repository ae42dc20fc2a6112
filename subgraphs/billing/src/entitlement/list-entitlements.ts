import { authorise } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import { entitlements, type Entitlement } from './catalogue.ts';

/** Everything a plan can limit, in the order in which it is shown. */
export function listEntitlements(ctx: BillingContext): Entitlement[] {
  authorise(ctx, 'billing:read');
  return [...entitlements];
}
