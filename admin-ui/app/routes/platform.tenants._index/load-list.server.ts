import type { Gateway } from '#app/lib/gateway.server.ts';
import { pageSizeOf, tenantFilter, tenantSort, type TenantListAddress } from '#app/lib/tenant-list.ts';
import { relaxations } from '#app/lib/tenant-views.ts';
import { TenantCountQuery, TenantListQuery } from './documents.ts';

/** The page of the list and what stands around it. A part whose source did not answer is null. */
export async function loadTenantList(gateway: Gateway, list: TenantListAddress, canBilling: boolean) {
  const data = await gateway.query(TenantListQuery, {
    filter: tenantFilter(list),
    sort: tenantSort(list),
    first: pageSizeOf(list),
    after: list.trail.at(-1) ?? null,
    canBilling,
  });
  const plans = data.plans ?? [];
  const page = data.tenantSummaries ?? null;
  return {
    page,
    counts: data.tenantViewCounts ?? null,
    demo: data.fleetHealth?.demo ?? 0,
    saved: data.savedViews ?? [],
    plans,
    relaxed: page?.totalCount === 0 ? await countRelaxed(gateway, list, plans) : [],
  };
}

/** How many tenants would match without each condition; asked only when none matches with all of them. */
async function countRelaxed(
  gateway: Gateway,
  list: TenantListAddress,
  plans: readonly { key: string; name: string }[],
) {
  const names = Object.fromEntries(plans.map(({ key, name }) => [key, name]));
  return Promise.all(
    relaxations(list, names).map(async (relaxation) => {
      const { tenantSummaries } = await gateway.query(TenantCountQuery, {
        filter: tenantFilter(relaxation.without),
      });
      return { ...relaxation, matching: tenantSummaries?.totalCount ?? 0 };
    }),
  );
}
