import { ForbiddenError } from '@intendant/kit/errors';
import { hasPermission } from '@intendant/kit/identity/caller';
import type { HealthContext } from '../context.ts';
import type {
  QueryTenantSummariesArgs,
  TenantSummaryFilter,
  TenantSummarySortField,
} from '../generated/resolvers.ts';

/**
 * What a list is ordered or narrowed by can be told from the list, and from its cursors. Delinquency is not among it: it
 * is a clause of the at-risk rule, which is shown to everybody who may read health.
 */
const billingSorts: ReadonlySet<TenantSummarySortField> = new Set(['MRR', 'PLAN']);
const billingFilters: readonly (keyof TenantSummaryFilter)[] = ['planKeys', 'isTrialing'];

/** Throws `ForbiddenError`, which names the argument, when the list goes by billing's facts and the caller may not. */
export function authoriseBilling(
  { caller }: Pick<HealthContext, 'caller'>,
  { sort, filter }: Partial<QueryTenantSummariesArgs>,
): void {
  if (hasPermission(caller, 'billing:read') || hasPermission(caller, 'service:internal')) {
    return;
  }
  if (sort && billingSorts.has(sort.field)) {
    throw needsBilling(['sort', 'field'], `sort.field ${sort.field}`);
  }
  const [field] = billingFilters.filter((name) => (filter?.[name] ?? null) !== null);
  if (field) {
    throw needsBilling(['filter', field], `filter.${field}`);
  }
}

function needsBilling(field: readonly string[], named: string): ForbiddenError {
  return new ForbiddenError(`${named} needs the permission billing:read.`, {
    missingScopes: ['billing:read'],
    field,
  });
}
