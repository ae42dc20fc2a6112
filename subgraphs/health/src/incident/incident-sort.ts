import { raw, type FilterQuery, type QueryOrderMap } from '@mikro-orm/postgresql';
import { UserError } from '@intendant/kit/errors';
import type { IncidentSort, IncidentSortField } from '../generated/resolvers.ts';
import { incidentSeverities, incidentStatuses, type Incident } from './incident.entity.ts';

interface SortKey {
  /** SQL over the row named by the alias; never null. */
  expression: (alias: string) => string;
  type: 'integer' | 'timestamptz';
  valueOf: (incident: Incident) => number | string;
  isDescending: boolean;
}

/** An order of incidents. The last key is the number, so that no two stand at the same place. */
export interface IncidentOrder {
  /** Kept in the cursor: a cursor of one order means nothing in another. */
  name: string;
  keys: readonly SortKey[];
}

const number: SortKey = {
  expression: (alias) => `${alias}.number`,
  type: 'integer',
  valueOf: (incident) => incident.number,
  isDescending: true,
};

// The worst is the greatest, so that "descending" starts with it.
const severity = (isDescending: boolean): SortKey => ({
  expression: (alias) =>
    `array_position(array['${[...incidentSeverities].reverse().join("','")}'], ${alias}.severity)`,
  type: 'integer',
  valueOf: (incident) => incidentSeverities.length - incidentSeverities.indexOf(incident.severity),
  isDescending,
});

const status = (isDescending: boolean): SortKey => ({
  expression: (alias) => `array_position(array['${incidentStatuses.join("','")}'], ${alias}.status)`,
  type: 'integer',
  valueOf: (incident) => incidentStatuses.indexOf(incident.status) + 1,
  isDescending,
});

const openFirst: SortKey = {
  expression: (alias) => `(${alias}.resolved_at is null)::integer`,
  type: 'integer',
  valueOf: ({ resolvedAt }) => (resolvedAt ? 0 : 1),
  isDescending: true,
};

// Among the resolved ones it is the time that matters, however bad they were.
const severityWhileOpen: SortKey = {
  expression: (alias) =>
    `case when ${alias}.resolved_at is null then ${severity(true).expression(alias)} else 0 end`,
  type: 'integer',
  valueOf: (incident) => (incident.resolvedAt ? 0 : severity(true).valueOf(incident)),
  isDescending: true,
};

const latest: SortKey = {
  expression: (alias) => `coalesce(${alias}.resolved_at, ${alias}.opened_at)`,
  type: 'timestamptz',
  valueOf: ({ resolvedAt, openedAt }) => (resolvedAt ?? openedAt).toISOString(),
  isDescending: true,
};

const keysOf: Readonly<Record<IncidentSortField, (isDescending: boolean) => SortKey[]>> = {
  SEVERITY: (isDescending) => [severity(isDescending), openFirst],
  STATUS: (isDescending) => [status(isDescending)],
  OPENED_AT: (isDescending) => [
    {
      expression: (alias) => `${alias}.opened_at`,
      type: 'timestamptz',
      valueOf: ({ openedAt }) => openedAt.toISOString(),
      isDescending,
    },
  ],
  UPDATED_AT: (isDescending) => [
    {
      expression: (alias) => `${alias}.updated_at`,
      type: 'timestamptz',
      valueOf: ({ updatedAt }) => updatedAt.toISOString(),
      isDescending,
    },
  ],
};

/** The order asked for; the open ones first, the worst and latest of them first, unless told otherwise. */
export function orderOf(sort: IncidentSort | null | undefined): IncidentOrder {
  if (!sort) {
    return { name: 'QUEUE', keys: [openFirst, severityWhileOpen, latest, number] };
  }
  const { field, direction } = sort;
  return { name: `${field} ${direction}`, keys: [...keysOf[field](direction === 'DESC'), number] };
}

export function orderBy({ keys }: IncidentOrder): QueryOrderMap<Incident>[] {
  return keys.map(({ expression, isDescending }) => ({
    [raw((alias) => expression(alias))]: isDescending ? 'desc' : 'asc',
  }));
}

/** The sort key of an incident, for its cursor. */
export function cursorOf({ name, keys }: IncidentOrder, incident: Incident): (string | number)[] {
  return [name, ...keys.map(({ valueOf }) => valueOf(incident))];
}

/** The incidents after a cursor in this order. Throws `UserError('BAD_INPUT')` for a cursor of another order. */
export function incidentsAfter(
  { name, keys }: IncidentOrder,
  [cursorName, ...values]: readonly unknown[],
): FilterQuery<Incident> {
  const isOfOrder =
    cursorName === name &&
    values.length === keys.length &&
    keys.every(({ type }, index) => isOfType(values[index], type));
  if (!isOfOrder) {
    throw new UserError('BAD_INPUT', 'The cursor belongs to another order; start again without it.', [
      'after',
    ]);
  }
  // One alternative for each key: equal in all before it, beyond the cursor in it.
  const condition = (alias: string): string =>
    keys
      .map(({ expression, type, isDescending }, index) => {
        const equal = keys.slice(0, index).map((key) => `${key.expression(alias)} = ?::${key.type}`);
        return [...equal, `${expression(alias)} ${isDescending ? '<' : '>'} ?::${type}`].join(' and ');
      })
      .map((alternative) => `(${alternative})`)
      .join(' or ');
  const parameters = keys.flatMap((_, index) => values.slice(0, index + 1));
  return { [raw((alias) => `(${condition(alias)})`, parameters)]: [] };
}

function isOfType(value: unknown, type: SortKey['type']): boolean {
  return type === 'integer'
    ? Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31
    : typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
