import { readFragment } from '#app/gql/fragment-masking.ts';
import type {
  TenantBillingPartFragment,
  TenantHealthPartFragment,
  TenantPageQuery,
  TimeRange,
} from '#app/gql/graphql.ts';
import { TenantBillingFragment, TenantHealthFragment } from './documents.ts';

type LoadedTenant = NonNullable<TenantPageQuery['tenant']>;

/** The tenant as the page shows it; a part is null when its source did not answer or the caller may not see it. */
export type TenantData = Pick<
  LoadedTenant,
  | 'id'
  | 'name'
  | 'slug'
  | 'contactEmail'
  | 'status'
  | 'suspensionReason'
  | 'suspendedAt'
  | 'isDemo'
  | 'createdAt'
> & {
  health: TenantHealthPartFragment | null;
  billing: TenantBillingPartFragment | null;
  auditEntries: NonNullable<LoadedTenant['auditEntries']> | null;
};

export function readTenant(tenant: LoadedTenant, canBilling: boolean): TenantData {
  const { auditEntries, health, ...rest } = tenant;
  const billing = canBilling ? readFragment(TenantBillingFragment, tenant) : null;
  return {
    id: rest.id,
    name: rest.name,
    slug: rest.slug,
    contactEmail: rest.contactEmail,
    status: rest.status,
    suspensionReason: rest.suspensionReason,
    suspendedAt: rest.suspendedAt,
    isDemo: rest.isDemo,
    createdAt: rest.createdAt,
    health: readFragment(TenantHealthFragment, health) ?? null,
    // Billing answers all its fields or none; delinquency is the one that is never legitimately null.
    billing: billing && billing.isDelinquent !== null && billing.isDelinquent !== undefined ? billing : null,
    auditEntries: auditEntries ?? null,
  };
}

/** The newer of two; an older instant never replaces what is shown. */
export function newerHealth(
  shown: TenantHealthPartFragment | null,
  incoming: TenantHealthPartFragment | null,
): TenantHealthPartFragment | null {
  if (shown === null || incoming === null) return incoming ?? shown;
  return Date.parse(incoming.asOf) >= Date.parse(shown.asOf) ? incoming : shown;
}

export type RangeKey = '24h' | '7d' | '30d' | '90d';

export const ranges: Record<RangeKey, { api: TimeRange; label: string; step: string }> = {
  '24h': { api: 'H24', label: '24 h', step: 'hour' },
  '7d': { api: 'D7', label: '7 d', step: 'hour' },
  '30d': { api: 'D30', label: '30 d', step: 'day' },
  '90d': { api: 'D90', label: '90 d', step: 'day' },
};

export const rangeKeys: readonly RangeKey[] = ['24h', '7d', '30d', '90d'];

export function readRange(search: URLSearchParams): RangeKey {
  return rangeKeys.find((key) => key === search.get('range')) ?? '7d';
}
