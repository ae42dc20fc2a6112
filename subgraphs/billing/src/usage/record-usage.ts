import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import { entitlementOf, periodAround, type EntitlementKey } from '../entitlement/catalogue.ts';
import { refreshExceptions } from '../exception/refresh-exceptions.ts';
import { notifyBillingChanged } from '../live/billing-changed.ts';
import { lockOrCatchUpTenants } from '../tenant/lock-tenants.ts';

/** How much of one entitlement a tenant used, as somebody measured it. */
export interface UsageFigure {
  tenantId: string;
  entitlementKey: EntitlementKey;
  used: number;
  measuredAt: Date;
  /** Any instant of the period the figure belongs to; of no matter for what is counted as of now. */
  periodOf: Date;
}

/**
 * Stores what tenants use, and what of it exceeds a limit. A figure that was measured before the stored one is left
 * out, so repeats and late arrivals change nothing; figures of tenants that are gone or never were are left out too.
 * The same few statements for any number of tenants. Platform callers and our own jobs only.
 */
export async function recordUsage(ctx: BillingContext, figures: readonly UsageFigure[]): Promise<void> {
  authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);

  await ctx.em.transactional(
    async (em) => {
      const named = [...new Set(figures.map(({ tenantId }) => tenantId.toLowerCase()))];
      const known = await lockOrCatchUpTenants(em, named);
      await storeFigures(
        em,
        figures.filter(({ tenantId }) => known.has(tenantId.toLowerCase())),
      );
      const change = { tenantIds: [...known], cause: 'usage' as const };
      if (await refreshExceptions(em, ctx.clock.now(), change)) {
        await notifyBillingChanged(em);
      }
    },
    { clear: true },
  );
}

async function storeFigures(em: EntityManager, figures: readonly UsageFigure[]): Promise<void> {
  const periods = figures.map(({ entitlementKey, periodOf }) =>
    periodAround(entitlementOf(entitlementKey).period, periodOf),
  );
  await executeSql(
    em,
    `insert into tenant_usage as u (tenant_id, entitlement_key, used, period_start, period_end, measured_at)
     select distinct on (tenant_id, entitlement_key) *
     from unnest(?::uuid[], ?::text[], ?::bigint[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[])
       as figure (tenant_id, entitlement_key, used, period_start, period_end, measured_at)
     order by tenant_id, entitlement_key, measured_at desc
     on conflict (tenant_id, entitlement_key) do update set
       used = excluded.used, period_start = excluded.period_start, period_end = excluded.period_end,
       measured_at = excluded.measured_at
     where u.measured_at <= excluded.measured_at`,
    [
      figures.map(({ tenantId }) => tenantId),
      figures.map(({ entitlementKey }) => entitlementKey),
      figures.map(({ used }) => used),
      periods.map((period) => period?.start ?? null),
      periods.map((period) => period?.end ?? null),
      figures.map(({ measuredAt }) => measuredAt),
    ],
  );
}
