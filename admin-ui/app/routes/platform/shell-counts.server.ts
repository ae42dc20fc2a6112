import type { ShellCounts } from '#app/components/shell-counts.tsx';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { may, type Caller } from '#app/lib/permissions.ts';
import { ShellCountsQuery } from './documents.ts';

/** The navigation's counts. Never rejects: a source that does not answer takes its count away, not the page. */
export async function loadShellCounts(caller: Caller, gateway: Gateway): Promise<ShellCounts> {
  const canHealth = may(caller, 'platform:read', 'health:read');
  const canBilling = may(caller, 'platform:read', 'billing:read');
  const none: ShellCounts = { incidents: null, tenants: null, exceptions: null };
  if (!canHealth && !canBilling) return none;
  try {
    const { incidentFigures, fleetHealth, revenue } = await gateway.query(ShellCountsQuery, {
      canHealth,
      canBilling,
    });
    return {
      incidents: incidentFigures?.open ?? null,
      tenants: fleetHealth?.total ?? null,
      exceptions: revenue?.entitlementExceptions ?? null,
    };
  } catch {
    // Whether the session ended is the page's business: its loader asks with the same session and leads to sign-in.
    return none;
  }
}
