import type {
  IncidentFilter,
  IncidentSeverity,
  IncidentSortField,
  IncidentStatus,
} from '#app/gql/graphql.ts';
import { severityWords, statusWords } from '#app/components/incident-words.ts';
import { valueOf, valuesOf, type ListAddress, type ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';

export const incidentList: ListSpec<IncidentSortField> = {
  path: paths.incidents(),
  pageSize: 25,
  defaultSort: 'SEVERITY',
  sorts: { SEVERITY: 'DESC', STATUS: 'ASC', OPENED_AT: 'DESC', UPDATED_AT: 'DESC' },
  keeps: ['view'],
  filters: [
    {
      name: 'severity',
      label: 'Severity is',
      options: Object.entries(severityWords).map(([value, label]) => ({ value, label })),
    },
    {
      name: 'status',
      label: 'Status is',
      options: Object.entries(statusWords).map(([value, label]) => ({ value, label })),
    },
    {
      name: 'lead',
      label: 'Lead is',
      isSingle: true,
      options: [
        { value: 'me', label: 'Me' },
        { value: 'none', label: 'Nobody' },
      ],
    },
    { name: 'tenant', label: 'Tenant is', isSingle: true },
  ],
};

/** The tabs: what is open is what needs work. */
export const incidentViews = [
  { key: 'open', label: 'Open' },
  { key: 'resolved', label: 'Resolved' },
  { key: 'all', label: 'All' },
] as const;
export type IncidentView = (typeof incidentViews)[number]['key'];

export function readView(list: ListAddress): IncidentView {
  return incidentViews.find((view) => view.key === list.kept['view'])?.key ?? 'open';
}

export function withView(list: ListAddress<IncidentSortField>, view: IncidentView): typeof list {
  return { ...list, trail: [], kept: view === 'open' ? {} : { view } };
}

export function apiFilter(list: ListAddress<IncidentSortField>, callerId: string): IncidentFilter {
  const view = readView(list);
  const lead = valueOf(list, 'lead');
  // The options are the enum's values.
  const severities = valuesOf(list, 'severity') as IncidentSeverity[];
  const statuses = valuesOf(list, 'status') as IncidentStatus[];
  const tenantId = valueOf(list, 'tenant');
  return {
    ...(view === 'all' ? {} : { isOpen: view === 'open' }),
    ...(severities.length === 0 ? {} : { severities }),
    ...(statuses.length === 0 ? {} : { statuses }),
    ...(lead === 'me' ? { leadId: callerId } : {}),
    ...(lead === 'none' ? { isUnassigned: true } : {}),
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(list.text === '' ? {} : { query: list.text }),
  };
}
