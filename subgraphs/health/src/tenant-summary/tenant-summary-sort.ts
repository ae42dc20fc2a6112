import { UserError } from '@intendant/kit/errors';
import type { TenantSummarySort, TenantSummarySortField } from '../generated/resolvers.ts';
import type { SqlCondition } from './tenant-summary-filter.ts';

interface SortColumn {
  /** Never null, so that every row has its place. */
  expression: string;
  type: 'text' | 'double precision' | 'timestamptz';
}

/** The name as lists are sorted by it, and as indexes hold it. */
export const nameKey = `lower(s.name) collate "C"`;

const columns: Readonly<Record<TenantSummarySortField, SortColumn>> = {
  NAME: { expression: nameKey, type: 'text' },
  STATUS: { expression: `s.status collate "C"`, type: 'text' },
  // The price of the plan is what its tenants pay a month; plans of one price stay together by their key.
  PLAN: {
    expression: `(lpad(s.mrr_cents::text, 16, '0') || coalesce(s.plan_key, '')) collate "C"`,
    type: 'text',
  },
  MRR: { expression: 's.mrr_cents::double precision', type: 'double precision' },
  RISK: { expression: 's.risk_score', type: 'double precision' },
  // Tenants without executions come below those without failures.
  FAILURE_RATE_24H: { expression: 'coalesce(s.failure_rate_24h, -1)', type: 'double precision' },
  EXECUTIONS_24H: { expression: 's.executions_24h::double precision', type: 'double precision' },
  LAST_EVENT_AT: { expression: `coalesce(s.last_event_at, '1970-01-01Z')`, type: 'timestamptz' },
  CREATED_AT: { expression: 's.created_at', type: 'timestamptz' },
};

export interface Sort extends SortColumn {
  /** Field and direction, kept in the cursor: a cursor of one order means nothing in another. */
  name: string;
  isDescending: boolean;
}

/** The order asked for; the worst risk first unless told otherwise. */
export function sortOf(sort: TenantSummarySort | null | undefined): Sort {
  const { field, direction } = sort ?? { field: 'RISK', direction: 'DESC' };
  return { ...columns[field], name: `${field} ${direction}`, isDescending: direction === 'DESC' };
}

/** Columns whose values, with the id, are the cursor. */
export function sortKeyColumns({ expression }: Sort): string {
  return `${expression} as "sortValue", ${nameKey} as "sortName"`;
}

/** Ties are broken by name, then id, always ascending. */
export function orderBy({ expression, isDescending }: Sort): string {
  return `${expression} ${isDescending ? 'desc' : 'asc'}, ${nameKey}, s.tenant_id`;
}

/** The rows after a cursor in this order. Throws `UserError('BAD_INPUT')` for a cursor of another order. */
export function keysetCondition(
  { expression, type, name, isDescending }: Sort,
  [cursorName, value, sortName, tenantId]: readonly [string, string | number | null, string, string],
): SqlCondition {
  const isOfType =
    type === 'double precision'
      ? typeof value === 'number'
      : typeof value === 'string' && (type === 'text' || !Number.isNaN(Date.parse(value)));
  if (cursorName !== name || !isOfType) {
    throw new UserError('BAD_INPUT', 'The cursor belongs to another order; start again without it.', [
      'after',
    ]);
  }
  return {
    sql: `(${expression} ${isDescending ? '<' : '>'} ?::${type} or (${expression} = ?::${type}
      and (${nameKey}, s.tenant_id) > (?::text collate "C", ?::uuid)))`,
    parameters: [value, value, sortName, tenantId],
  };
}
