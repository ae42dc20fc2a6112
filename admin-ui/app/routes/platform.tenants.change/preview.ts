import type { TenantsToChangeQuery } from '#app/gql/graphql.ts';

export type Change = 'suspend' | 'reactivate';

export type ChosenTenant = NonNullable<TenantsToChangeQuery['tenantSummaries']>['nodes'][number];

export type Preview = {
  /** Those the change would change. */
  changing: ChosenTenant[];
  /** Those it would not, and why. */
  staying: { tenant: ChosenTenant; why: string }[];
  /** How many of the chosen do not exist, or not for this caller. */
  missing: number;
};

export function readChange(value: string | null): Change | null {
  return value === 'suspend' || value === 'reactivate' ? value : null;
}

const reasons: Record<Change, Partial<Record<string, string>>> = {
  suspend: {
    SUSPENDED: 'is suspended already',
    PROVISIONING: 'is still being provisioned',
    DEPROVISIONING: 'is being taken down',
    DELETED: 'is deleted',
  },
  reactivate: {
    ACTIVE: 'is active already',
    PROVISIONING: 'is still being provisioned',
    DEPROVISIONING: 'is being taken down',
    DELETED: 'is deleted',
  },
};

/** The list's rows may be seconds old, so the tenant's own status decides where it is known. */
export const statusOf = (chosen: ChosenTenant): string => chosen.tenant.status ?? chosen.status;

/** Who of the chosen will change, and who not and why. */
export function previewOf(change: Change, ids: readonly string[], found: readonly ChosenTenant[]): Preview {
  const preview: Preview = { changing: [], staying: [], missing: ids.length - found.length };
  for (const chosen of found) {
    const why = reasons[change][statusOf(chosen)];
    if (why === undefined) preview.changing.push(chosen);
    else preview.staying.push({ tenant: chosen, why });
  }
  return preview;
}

/** What all of them have together; null when any part is unknown, because a partial sum would say too little. */
export function totalOf(
  tenants: readonly ChosenTenant[],
  read: (chosen: ChosenTenant) => number | null | undefined,
): number | null {
  let total = 0;
  for (const chosen of tenants) {
    const value = read(chosen);
    if (value === null || value === undefined) return null;
    total += value;
  }
  return total;
}

export const requestsOf = (chosen: ChosenTenant): number | null =>
  chosen.tenant.health?.executions.apiRequests ?? null;
