import { UserError } from '@intendant/kit/errors';
import type { EntitlementExceptionSort, EntitlementExceptionSortField } from '../generated/resolvers.ts';
import type { SqlCondition } from './exception-filter.ts';

interface SortColumn {
  /** Never null, so that every row has its place. */
  expression: (isDescending: boolean) => string;
  type: 'text' | 'double precision' | 'timestamptz';
}

const nameKey = `lower(x.tenant_name) collate "C"`;

const columns: Readonly<Record<EntitlementExceptionSortField, SortColumn>> = {
  // Whoever has no limit is below all who have one.
  RATIO: { expression: () => 'coalesce(x.ratio, -1)', type: 'double precision' },
  TENANT: { expression: () => nameKey, type: 'text' },
  SINCE: { expression: () => 'x.since', type: 'timestamptz' },
  // What has no end comes last in both directions.
  EXPIRES_AT: {
    expression: (isDescending) =>
      `coalesce(x.expires_at, timestamptz '${isDescending ? '-infinity' : 'infinity'}')`,
    type: 'timestamptz',
  },
};

export interface Sort {
  /** Field and direction, kept in the cursor: a cursor of one order means nothing in another. */
  name: string;
  expression: string;
  type: SortColumn['type'];
  isDescending: boolean;
}

/** The order asked for; the largest share of the limit first unless told otherwise. */
export function sortOf(sort: EntitlementExceptionSort | null | undefined): Sort {
  const { field, direction } = sort ?? { field: 'RATIO', direction: 'DESC' };
  const isDescending = direction === 'DESC';
  const { expression, type } = columns[field];
  return { name: `${field} ${direction}`, expression: expression(isDescending), type, isDescending };
}

/** Columns whose values, with entitlement and tenant, are the cursor. */
export function sortKeyColumns({ expression, type }: Sort): string {
  const value = type === 'timestamptz' ? `(${expression})::text` : expression;
  return `${value} as "sortValue", ${nameKey} as "sortName"`;
}

/** Ties are broken by name, entitlement, then id, always ascending. */
export function orderBy({ expression, isDescending }: Sort): string {
  return `${expression} ${isDescending ? 'desc' : 'asc'}, ${nameKey}, x.entitlement_key, x.tenant_id`;
}

/** What a cursor holds: the order, the value it sorts by, and what breaks ties. */
export type ExceptionCursor = readonly [string, string | number, string, string, string];

/** The rows after a cursor in this order. Throws `UserError('BAD_INPUT')` for a cursor of another order. */
export function keysetCondition(
  { expression, type, name, isDescending }: Sort,
  [cursorName, value, sortName, entitlementKey, tenantId]: ExceptionCursor,
): SqlCondition {
  if (cursorName !== name || !isOfType(type, value)) {
    throw new UserError('BAD_INPUT', 'The cursor belongs to another order; start again without it.', [
      'after',
    ]);
  }
  return {
    sql: `(${expression} ${isDescending ? '<' : '>'} ?::${type} or (${expression} = ?::${type}
      and (${nameKey}, x.entitlement_key, x.tenant_id) > (?::text collate "C", ?::text, ?::uuid)))`,
    parameters: [value, value, sortName, entitlementKey, tenantId],
  };
}

function isOfType(type: SortColumn['type'], value: string | number): boolean {
  switch (type) {
    case 'double precision':
      return typeof value === 'number';
    case 'text':
      return typeof value === 'string';
    case 'timestamptz':
      return typeof value === 'string' && (/^-?infinity$/.test(value) || !Number.isNaN(Date.parse(value)));
  }
}
