import { readFragment } from '#app/gql/fragment-masking.ts';
import type {
  PaymentRowFragment as PaymentRow,
  TenantBillingPartFragment,
  TenantHealthPartFragment,
  TenantPageQuery,
} from '#app/gql/graphql.ts';
import { PaymentRowFragment, TenantBillingFragment } from './plan/billing-documents.ts';
import { TenantHealthFragment } from './documents.ts';

type LoadedTenant = NonNullable<TenantPageQuery['tenant']>;
type LoadedHealth = NonNullable<LoadedTenant['health']>;

export type TenantBilling = Omit<TenantBillingPartFragment, 'unpaidPayments'> & {
  unpaidPayments: readonly PaymentRow[];
};

/** What the day and the month before were, for comparison; not followed live. */
export type Before = { day: LoadedHealth['previousDay']; month: LoadedHealth['previousMonth'] };

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
  before: Before;
  requests24h: number | null;
  billing: TenantBilling | null;
  openIncidents: number | null;
  memberCount: number | null;
  signedInCount: number | null;
  activeApiKeyCount: number | null;
};

export function readTenant(tenant: LoadedTenant, canBilling: boolean): TenantData {
  const { health } = tenant;
  return {
    id: tenant.id,
    name: tenant.name,
    slug: tenant.slug,
    contactEmail: tenant.contactEmail,
    status: tenant.status,
    suspensionReason: tenant.suspensionReason,
    suspendedAt: tenant.suspendedAt,
    isDemo: tenant.isDemo,
    createdAt: tenant.createdAt,
    health: readFragment(TenantHealthFragment, health) ?? null,
    before: { day: health?.previousDay, month: health?.previousMonth },
    requests24h: health?.requests24h?.apiRequests ?? null,
    billing: canBilling ? readBilling(tenant) : null,
    openIncidents: tenant.openIncidents?.filter(({ status }) => status !== 'RESOLVED').length ?? null,
    memberCount: tenant.memberCount ?? null,
    signedInCount: tenant.signedInCount ?? null,
    activeApiKeyCount: tenant.activeApiKeyCount ?? null,
  };
}

function readBilling(tenant: LoadedTenant): TenantBilling | null {
  const billing = readFragment(TenantBillingFragment, tenant);
  // Billing answers all its fields or none; delinquency is the one that is never legitimately null.
  if (!billing || billing.isDelinquent === null || billing.isDelinquent === undefined) return null;
  return { ...billing, unpaidPayments: readFragment(PaymentRowFragment, billing.unpaidPayments ?? []) };
}

/** The newer of two; an older instant never replaces what is shown. */
export function newerHealth(
  shown: TenantHealthPartFragment | null,
  incoming: TenantHealthPartFragment | null,
): TenantHealthPartFragment | null {
  if (shown === null || incoming === null) return incoming ?? shown;
  return Date.parse(incoming.asOf) >= Date.parse(shown.asOf) ? incoming : shown;
}
