import { namedTenant } from '#app/components/named-tenant.ts';
import type {
  EntitlementExceptionKind,
  OverrideStatus,
  PaymentFilter,
  TrialStage,
} from '#app/gql/graphql.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { readListAddress, valueOf, valuesOf } from '#app/lib/list-address.ts';
import { ExceptionsQuery, OverridesQuery, PaymentsQuery, TrialsQuery } from './documents.ts';
import { exceptionList, overrideList, paymentList, readView, trialList } from './enforcement-list.ts';

type Options = { gateway: Gateway; search: URLSearchParams; canTenants: boolean };

/** What the chosen view shows; its source alone is asked. */
export async function loadView(options: Options) {
  switch (readView(options.search)) {
    case 'exceptions':
      return loadExceptions(options);
    case 'overrides':
      return loadOverrides(options);
    case 'payments':
      return loadPayments(options);
    case 'trials':
      return loadTrials(options);
  }
}

async function loadExceptions({ gateway, search, canTenants }: Options) {
  // Which entitlements there are is only known after the answer; those in the address are taken at their word.
  const spec = exceptionList(search.getAll('entitlement').map((key) => ({ key, name: key })));
  const list = readListAddress(spec, search);
  const tenantId = valueOf(list, 'tenant');
  const kinds = valuesOf(list, 'kind') as EntitlementExceptionKind[];
  const entitlementKeys = [...valuesOf(list, 'entitlement')];
  const loaded = await gateway.query(ExceptionsQuery, {
    filter: {
      ...(kinds.length === 0 ? {} : { kinds }),
      ...(entitlementKeys.length === 0 ? {} : { entitlementKeys }),
      ...(tenantId === undefined ? {} : { tenantId }),
      ...(list.text === '' ? {} : { query: list.text }),
    },
    sort: { field: list.sort, direction: list.direction },
    first: spec.pageSize,
    after: list.trail.at(-1) ?? null,
    ...namedTenant(tenantId, canTenants),
  });
  return {
    view: 'exceptions' as const,
    list,
    figures: loaded,
    page: loaded.entitlementExceptions ?? null,
    entitlements: loaded.entitlements ?? [],
    tenant: loaded.tenant ?? null,
  };
}

async function loadOverrides({ gateway, search, canTenants }: Options) {
  const list = readListAddress(overrideList, search);
  const statuses = valuesOf(list, 'status') as OverrideStatus[];
  const tenantId = valueOf(list, 'tenant');
  const loaded = await gateway.query(OverridesQuery, {
    statuses: statuses.length === 0 ? null : statuses,
    tenantId: tenantId ?? null,
    first: overrideList.pageSize,
    after: list.trail.at(-1) ?? null,
    canTenants,
    ...namedTenant(tenantId, canTenants),
  });
  return {
    view: 'overrides' as const,
    list,
    figures: loaded,
    page: loaded.entitlementOverrides ?? null,
    tenant: loaded.tenant ?? null,
  };
}

async function loadPayments({ gateway, search, canTenants }: Options) {
  const list = readListAddress(paymentList, search);
  const tenantId = valueOf(list, 'tenant');
  const filter: PaymentFilter = tenantId === undefined ? {} : { tenantId };
  const state = valueOf(list, 'state');
  if (state === 'overdue') filter.isOverdue = true;
  if (state === 'unpaid') filter.statuses = ['FAILED'];
  if (state === 'paid') filter.statuses = ['PAID'];
  const loaded = await gateway.query(PaymentsQuery, {
    filter,
    first: paymentList.pageSize,
    after: list.trail.at(-1) ?? null,
    canTenants,
    ...namedTenant(tenantId, canTenants),
  });
  return {
    view: 'payments' as const,
    list,
    figures: loaded,
    page: loaded.payments ?? null,
    tenant: loaded.tenant ?? null,
  };
}

async function loadTrials({ gateway, search, canTenants }: Options) {
  const list = readListAddress(trialList, search);
  const loaded = await gateway.query(TrialsQuery, {
    stage: (valueOf(list, 'stage') ?? 'RUNNING') as TrialStage,
    first: trialList.pageSize,
    after: list.trail.at(-1) ?? null,
    canTenants,
  });
  return { view: 'trials' as const, list, figures: loaded, page: loaded.trials ?? null };
}

export type LoadedView = Awaited<ReturnType<typeof loadView>>;
export type ViewOf<View extends LoadedView['view']> = Extract<LoadedView, { view: View }>;
