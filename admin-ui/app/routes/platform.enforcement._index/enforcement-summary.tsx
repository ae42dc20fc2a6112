import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import type { EnforcementFiguresFragment } from '#app/gql/graphql.ts';
import { formatMoney, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';

type Revenue = NonNullable<EnforcementFiguresFragment['revenue']>;

/** The page's conclusion; each figure leads to the rows behind it. */
export function EnforcementSummary({ revenue }: { revenue: Revenue | null }) {
  if (revenue === null) return <>The figures are not available.</>;
  const { aboveLimit, overridesInForce, delinquentTenants, overdue, trials } = revenue;
  return (
    <>
      {aboveLimit === 0 ? (
        'No limit is exceeded. '
      ) : (
        <>
          <Figure to={paths.enforcement({ kind: 'ABOVE_LIMIT' })}>
            {plural(aboveLimit, 'limit is', 'limits are')}
          </Figure>{' '}
          exceeded.{' '}
        </>
      )}
      {overridesInForce === 0 ? null : (
        <>
          <Figure to={paths.enforcement({ view: 'overrides', status: 'IN_FORCE' })}>
            {plural(overridesInForce, 'override')}
          </Figure>{' '}
          in force.{' '}
        </>
      )}
      {delinquentTenants === 0 ? (
        'Nobody owes anything past due. '
      ) : (
        <>
          <Figure to={paths.enforcement({ view: 'payments', state: 'overdue' })}>
            {plural(delinquentTenants, 'tenant owes', 'tenants owe')} {formatMoney(overdue)}
          </Figure>{' '}
          past due.{' '}
        </>
      )}
      {trials.expiring7d === 0 ? null : (
        <>
          <Figure to={paths.enforcement({ view: 'trials', stage: 'EXPIRING_7D' })}>
            {plural(trials.expiring7d, 'trial ends', 'trials end')}
          </Figure>{' '}
          within 7 d.
        </>
      )}
    </>
  );
}

function Figure({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className="font-medium text-ink underline" preventScrollReset>
      {children}
    </Link>
  );
}
