import { UserError } from '@intendant/kit/errors';
import type { TenantSummarySort, TenantSummarySortField } from '../generated/resolvers.ts';
import type { SqlCondition } from './tenant-summary-filter.ts';

interface SortColumn {
  /** Never null, so that every row has its place. Several figures, the second deciding among equals, are an array. */
  expression: string;
  type: 'text' | 'double precision' | 'double precision[]' | 'timestamptz';
}

export type SortValue = string | number | readonly number[] | null;

/** The name as lists are sorted by it, and as indexes hold it. */
export const nameKey = `lower(s.name) collate "C"`;

/** Fewer executions than these say nothing about how often they fail; the ranking by failure rate asks for as many. */
const minimumExecutions = 20;

/** Takes the place of what is not known, so that it comes last in either direction. */
function beyond(isDescending: boolean): string {
  return isDescending ? '-1' : '1e18';
}

/** As a ranking orders them: by how many are concerned, then by how often, then by when it happened last. */
function byThings(things: string, times: string, lastAt: string): SortColumn {
  const last = `coalesce(extract(epoch from s.${lastAt}), 0)`;
  return figures(`s.${things}`, `s.${times}`, last);
}

function figures(...expressions: string[]): SortColumn {
  const values = expressions.map((expression) => `(${expression})::double precision`);
  return { expression: `array[${values.join(', ')}]`, type: 'double precision[]' };
}

function figure(expression: string): SortColumn {
  return { expression: `(${expression})::double precision`, type: 'double precision' };
}

const columns: Readonly<
  Record<TenantSummarySortField, SortColumn | ((isDescending: boolean) => SortColumn)>
> = {
  NAME: { expression: nameKey, type: 'text' },
  STATUS: { expression: `s.status collate "C"`, type: 'text' },
  // The price of the plan is what its tenants pay a month; plans of one price stay together by their key.
  PLAN: {
    expression: `(lpad(s.mrr_cents::text, 16, '0') || coalesce(s.plan_key, '')) collate "C"`,
    type: 'text',
  },
  MRR: figure('s.mrr_cents'),
  RISK: { expression: 's.risk_score', type: 'double precision' },
  FAILURE_RATE_24H: (isDescending) => {
    const counts = `s.executions_24h >= ${minimumExecutions}`;
    return figures(
      `case when ${counts} then s.failure_rate_24h else ${beyond(isDescending)} end`,
      `case when ${counts} then s.failures_24h else 0 end`,
    );
  },
  EXECUTIONS_24H: figure('s.executions_24h'),
  EXECUTIONS_7D: figure('s.executions_7d'),
  DRIFT_7D: byThings('drifted_environments_7d', 'drift_7d', 'last_drift_at'),
  CREDENTIAL_FAILURES_7D: byThings(
    'failing_credentials_7d',
    'credential_failures_7d',
    'last_credential_failure_at',
  ),
  WORKFLOWS: (isDescending) => figure(`coalesce(s.workflows, ${beyond(isDescending)})`),
  ENVIRONMENTS: (isDescending) => figure(`coalesce(s.environments, ${beyond(isDescending)})`),
  STORAGE: (isDescending) => figure(`coalesce(s.storage_bytes, ${beyond(isDescending)})`),
  LAST_EVENT_AT: { expression: `coalesce(s.last_event_at, '1970-01-01Z')`, type: 'timestamptz' },
  LAST_ACTIVITY_AT: { expression: `coalesce(s.last_activity_at, '1970-01-01Z')`, type: 'timestamptz' },
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
  const isDescending = direction === 'DESC';
  const column = columns[field];
  return {
    ...(typeof column === 'function' ? column(isDescending) : column),
    name: `${field} ${direction}`,
    isDescending,
  };
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
  [cursorName, value, sortName, tenantId]: readonly [string, SortValue, string, string],
): SqlCondition {
  if (cursorName !== name || !isOfType(value, type)) {
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

function isOfType(value: SortValue, type: SortColumn['type']): boolean {
  switch (type) {
    case 'double precision':
      return typeof value === 'number';
    case 'double precision[]':
      return Array.isArray(value) && value.every((each) => typeof each === 'number');
    case 'timestamptz':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'text':
      return typeof value === 'string';
  }
}
