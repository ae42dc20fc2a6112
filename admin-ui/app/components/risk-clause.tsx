import { graphql } from '#app/gql/gql.ts';
import { readFragment, type FragmentType } from '#app/gql/fragment-masking.ts';
import type { ClausePartFragment, RiskClauseKind } from '#app/gql/graphql.ts';
import {
  formatCount,
  formatMoney,
  formatPercent,
  formatPercentLimit,
  plural,
  UNKNOWN,
} from '#app/lib/format.ts';
import { formatDate } from '#app/lib/format-time.ts';
import { Clause } from './ui/clause.tsx';

export const ClauseFragment = graphql(`
  fragment ClausePart on RiskClause {
    kind
    value
    threshold
    currency
    count
    total
    since
    evidence
  }
`);

export type ClauseFragmentType = FragmentType<typeof ClauseFragment>;

/** What each clause is called, where its evidence stands on the tenant's page (place and tab), and what to do there. */
export const clauseFacts: Record<
  RiskClauseKind,
  { label: string; short: string; anchor: string; tab: string; action: string }
> = {
  FAILURE_RATE: {
    label: 'Failure rate 24 h',
    short: 'Failure rate',
    anchor: 'failures',
    tab: 'failures',
    action: 'Review failures',
  },
  DRIFT: { label: 'Drift 7 d', short: 'Drift', anchor: 'drift', tab: 'drift', action: 'Review drift' },
  CREDENTIAL_FAILURES: {
    label: 'Credential failures 7 d',
    short: 'Credentials',
    anchor: 'credentials',
    tab: 'credentials',
    action: 'Review credentials',
  },
  DELINQUENT: {
    label: 'Delinquent',
    short: 'Delinquent',
    anchor: 'payments',
    tab: 'plan',
    action: 'Review payments',
  },
};

/** Reads clauses handed over as opaque fragments. */
export function readClauses(clauses: readonly ClauseFragmentType[]): readonly ClausePartFragment[] {
  return readFragment(ClauseFragment, clauses);
}

type RiskClauseProps = { clause: ClausePartFragment; isCritical: boolean };

/** A clause that fired: value beside threshold, bullet bar, count of the evidence. */
export function RiskClause({ clause, isCritical }: RiskClauseProps) {
  const { kind, value, threshold } = clause;
  const shared = { label: clauseFacts[kind].label, isCritical, evidence: evidenceOf(clause) };
  if (kind === 'DELINQUENT') {
    return <Clause {...shared} value={amountOf(clause)} limit="past due" ratio={null} />;
  }
  const isRate = kind === 'FAILURE_RATE';
  return (
    <Clause
      {...shared}
      value={isRate ? formatPercent(value) : formatCount(value)}
      limit={`threshold ${isRate ? formatPercentLimit(threshold) : formatCount(threshold)}`}
      ratio={threshold > 0 ? value / threshold : null}
    />
  );
}

function evidenceOf({ kind, count, total }: ClausePartFragment): string | undefined {
  if (kind === 'DELINQUENT') return plural(count, 'unpaid payment');
  return kind === 'FAILURE_RATE' ? `${formatCount(count)} of ${formatCount(total)} executions` : undefined;
}

/** The amount overdue, in the currency the API gives with it. */
function amountOf({ value, currency }: ClausePartFragment): string {
  return currency === null || currency === undefined
    ? UNKNOWN
    : formatMoney({ amountCents: value, currency });
}

/** The evidence as a sentence. Money is written as everywhere else, so that one is made here. */
export function evidenceText(clause: ClausePartFragment): string {
  if (clause.kind !== 'DELINQUENT') return clause.evidence;
  const since = clause.since ? ` since ${formatDate(new Date(clause.since))}` : '';
  const of = clause.count > 1 ? ` of ${plural(clause.count, 'payment')}` : '';
  return `${amountOf(clause)}${of} past due${since}.`;
}
