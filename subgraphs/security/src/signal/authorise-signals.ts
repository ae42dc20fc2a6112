import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { SecurityContext } from '../context.ts';

/** Throws unless the caller is of the platform and may read its audit log: what looks suspicious concerns all tenants. */
export function authoriseSignals(ctx: SecurityContext): void {
  authorise(ctx, 'platform:read');
  authorise(ctx, 'audit:read');
  requirePlatformCaller(ctx);
}
