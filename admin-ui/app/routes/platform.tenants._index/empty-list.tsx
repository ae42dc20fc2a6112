import { Plus } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { tenantListHref, withoutFilters, type TenantListAddress } from '#app/lib/tenant-list.ts';
import { standingViewOf, type Relaxation } from '#app/lib/tenant-views.ts';

export type CountedRelaxation = Relaxation & { matching: number };

type NothingMatchesProps = { list: TenantListAddress; relaxed: readonly CountedRelaxation[] };

/** Conditions that no tenant meets: which they are, and how many would match without one of them. */
export function NothingMatches({ list, relaxed }: NothingMatchesProps) {
  const best = relaxed.reduce<CountedRelaxation | null>(
    (known, each) => (each.matching > (known?.matching ?? 0) ? each : known),
    null,
  );
  const says = relaxed.filter(({ name }) => name !== 'search').map((each) => each.says);
  const sentence = says.join(', ');
  const conditions = sentence === '' ? '' : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}. `;
  const { label, condition } = standingViewOf(list);
  // With nothing but its own condition the view itself is empty, which is no mistake.
  if (relaxed.length === 1 && condition !== null && list.text === '') {
    return (
      <EmptyState
        as="h2"
        title={`No tenant is in “${label}”`}
        actions={<ButtonLink to={tenantListHref(withoutFilters(list))}>Show all tenants</ButtonLink>}
      >
        Nothing needs you here.{' '}
        {best === null ? '' : `${plural(best.matching, 'tenant is', 'tenants are')} elsewhere.`}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      as="h2"
      title={list.text === '' ? 'No tenant matches' : `No tenant matches “${list.text}”`}
      actions={
        <>
          {best === null ? null : (
            <ButtonLink kind="primary" to={tenantListHref(best.without)}>
              {best.name === 'search' ? 'Clear the search' : `Remove the ${best.name} filter`}
            </ButtonLink>
          )}
          <ButtonLink to={tenantListHref(withoutFilters(list))}>Clear all filters</ButtonLink>
        </>
      }
    >
      {conditions}
      {best === null
        ? 'Leaving out any one of the conditions finds none either.'
        : `${plural(best.matching, 'tenant matches', 'tenants match')} without the ${best.name === 'search' ? 'search' : `${best.name} filter`}.`}
    </EmptyState>
  );
}

export function NoTenants({ canWrite }: { canWrite: boolean }) {
  return (
    <EmptyState
      as="h2"
      hasStaff
      title="No tenants yet"
      actions={
        canWrite ? (
          <ButtonLink kind="primary" to={paths.newTenant()}>
            <Plus className="icon icon-s" aria-hidden />
            Create tenant
          </ButtonLink>
        ) : undefined
      }
    >
      A tenant is one customer: its own people, plan, limits and data. Creating one takes under a second.
    </EmptyState>
  );
}
