import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { clauseFacts, readClauses } from '#app/components/risk-clause.tsx';
import { TenantStatusLabel } from '#app/components/tenant-status.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import type { TenantListQuery } from '#app/gql/graphql.ts';
import { formatBytes, formatCount, formatMoney, formatPercent, plural, UNKNOWN } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import type { TenantColumnId } from '#app/lib/tenant-columns.ts';

export type TenantRow = NonNullable<TenantListQuery['tenantSummaries']>['nodes'][number];

type CellContent = (row: TenantRow, canBilling: boolean) => ReactNode;

/** What stands in each column. */
export const cellContent: Record<TenantColumnId, CellContent> = {
  risk: (row, canBilling) => <RiskCell row={row} canBilling={canBilling} />,
  status: (row) => <TenantStatusLabel status={row.status} />,
  plan: (row) =>
    row.planName === null || row.planName === undefined ? (
      <span className="text-ink-3">none</span>
    ) : (
      `${row.planName}${row.isTrialing ? ' trial' : ''}`
    ),
  failureRate: (row) => formatPercent(row.failureRate24h),
  failures: (row) => formatCount(row.failures24h),
  executions: (row) => formatCount(row.executions24h),
  executions7d: (row) => formatCount(row.executions7d),
  drift: (row) => (
    <Occurrences things={row.driftedEnvironments7d} times={row.driftDetections7d} lastAt={row.lastDriftAt} />
  ),
  credentials: (row) => (
    <Occurrences
      things={row.failingCredentials7d}
      times={row.credentialFailures7d}
      lastAt={row.lastCredentialFailureAt}
    />
  ),
  workflows: (row) => formatCount(row.workflows),
  environments: (row) => formatCount(row.environments),
  mrr: (row) => formatMoney(row.mrr, 'overview'),
  storage: (row) => formatBytes(row.storageBytes),
  limited: (row) => formatCount(row.rateLimited24h),
  created: (row) => <DateOf at={row.createdAt} />,
  lastEvent: (row) => (row.lastEventAt ? <RelativeTime at={row.lastEventAt} /> : UNKNOWN),
  lastActive: (row) => (row.lastActivityAt ? <RelativeTime at={row.lastActivityAt} /> : UNKNOWN),
};

/** How each column looks; a phone's card leaves out what is usual. */
export function cellClass(id: TenantColumnId, row: TenantRow): string | undefined {
  switch (id) {
    case 'risk':
      return row.isAtRisk ? 'risk' : 'risk none';
    case 'status':
      return row.status === 'ACTIVE' ? 'quiet' : undefined;
    case 'plan':
      return undefined;
    case 'failureRate':
      return `num${failureClass(row)}`;
    case 'lastEvent':
      return 'num text-ink-2 extra';
    case 'failures':
    case 'executions7d':
    case 'drift':
    case 'credentials':
    case 'workflows':
    case 'environments':
      return 'num extra';
    case 'lastActive':
    case 'created':
      return 'num text-ink-2';
    default:
      return 'num';
  }
}

function failureClass(row: TenantRow): string {
  if (!readClauses(row.clauses).some((clause) => clause.kind === 'FAILURE_RATE')) return '';
  return row.riskState === 'CRITICAL' ? ' font-medium text-critical' : ' font-medium text-warn';
}

/** To how many things something happened, and behind it how often and when last. */
function Occurrences({ things, times, lastAt }: { things: number; times: number; lastAt?: string | null }) {
  return (
    <>
      {formatCount(things)}
      {times > 0 && lastAt ? (
        <span className="text-ink-3">
          {' '}
          · {plural(times, 'time')} · <RelativeTime at={lastAt} />
        </span>
      ) : null}
    </>
  );
}

/** The state and the clauses that fired, each one press from its evidence. */
function RiskCell({ row, canBilling }: { row: TenantRow; canBilling: boolean }) {
  if (!row.isAtRisk) {
    return (
      <>
        <span className="text-ink-3" aria-hidden="true">
          {UNKNOWN}
        </span>
        <span className="sr-only">not at risk</span>
      </>
    );
  }
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <Badge state={row.riskState === 'CRITICAL' ? 'critical' : 'warn'} />
      <span className="text-ink-2">
        {readClauses(row.clauses).map(({ kind }, index) => {
          const { short, tab } = clauseFacts[kind];
          return (
            <span key={kind}>
              {index > 0 ? ', ' : ''}
              {kind === 'DELINQUENT' && !canBilling ? (
                short
              ) : (
                <Link
                  to={paths.tenantTab(row.tenant.id, tab)}
                  aria-label={`${short}, evidence of ${row.name}`}
                >
                  {short}
                </Link>
              )}
            </span>
          );
        })}
      </span>
    </span>
  );
}
