import { describeAction, describeTargetType } from './audit-text.ts';
import { namedTenant } from './named-tenant.ts';
import type { AuditEntryFilter, CallerKind } from '#app/gql/graphql.ts';
import {
  listHref,
  readListAddress,
  valueOf,
  valuesOf,
  type ListAddress,
  type ListSpec,
} from '#app/lib/list-address.ts';
import { noTenant } from '#app/lib/audit-links.ts';
import { paths } from '#app/lib/paths.ts';
import { instantsOf, readTimeWindow, type ReadTimeWindow, type TimeWindow } from '#app/lib/time-window.ts';

export type AuditSort = 'AT';

export const AUDIT_PAGE_SIZE = 50;

type Vocabulary = { actions: readonly string[]; targetTypes: readonly string[] };

/** The audit log as a list; what can be chosen is what occurs in it. */
export function auditList(vocabulary: Vocabulary): ListSpec<AuditSort> {
  return {
    path: paths.auditLog(),
    pageSize: AUDIT_PAGE_SIZE,
    defaultSort: 'AT',
    sorts: { AT: 'DESC' },
    keeps: ['range', 'from', 'to'],
    filters: [
      {
        name: 'by',
        label: 'By',
        isSingle: true,
        options: [
          { value: 'staff', label: 'Platform staff' },
          { value: 'others', label: 'Everybody else' },
        ],
      },
      {
        name: 'is',
        label: 'Entry is a',
        isSingle: true,
        options: [
          { value: 'change', label: 'change' },
          { value: 'sign-in', label: 'sign-in or sign-out' },
        ],
      },
      {
        name: 'kind',
        label: 'Caller is',
        options: [
          { value: 'USER', label: 'A person' },
          { value: 'API_KEY', label: 'An API key' },
          { value: 'SERVICE', label: 'The system' },
        ],
      },
      {
        name: 'target',
        label: 'Target is a',
        isSingle: true,
        options: vocabulary.targetTypes.map((value) => ({ value, label: describeTargetType(value) })),
      },
      {
        name: 'action',
        label: 'Action is',
        isSingle: true,
        options: vocabulary.actions.map((action) => ({
          value: action,
          label: `${describeAction({ action })} (${action})`,
        })),
      },
      { name: 'caller', label: 'Caller is', isSingle: true },
      { name: 'targetId', label: 'Target is', isSingle: true },
      { name: 'tenant', label: 'Tenant is', isSingle: true },
    ],
  };
}

/** The list and the window of time that an address of the log, or of its export, asks for. */
export function readAuditAddress(
  search: URLSearchParams,
  now: Date,
): { list: ListAddress<AuditSort>; time: ReadTimeWindow; filter: AuditEntryFilter } {
  const time = readTimeWindow(search, { fallback: '30d', now, longestMs: null });
  // What can be chosen is only known after the answer; an action in the address is taken at its word.
  const asked = auditList({ actions: search.getAll('action'), targetTypes: search.getAll('target') });
  const list = readListAddress(asked, search);
  return { list, time, filter: apiFilter(list, time.window, now) };
}

/** The same entries as a file: the conditions and the window, from the first page. */
export function exportHref(spec: ListSpec<AuditSort>, list: ListAddress<AuditSort>): string {
  return listHref({ ...spec, path: paths.auditLogCsv() }, { ...list, trail: [] });
}

/** What asks for the names of whom and what the log is narrowed to, also when no entry matches. */
export function namedInAuditLog(list: ListAddress<AuditSort>, canTenants: boolean) {
  const tenantId = valueOf(list, 'tenant');
  const callerId = valueOf(list, 'caller') ?? null;
  const targetId = valueOf(list, 'targetId') ?? null;
  return {
    ...namedTenant(tenantId === noTenant ? undefined : tenantId, canTenants),
    callerId,
    namesCaller: callerId !== null,
    targetId,
    namesTarget: targetId !== null,
  };
}

function apiFilter(list: ListAddress<AuditSort>, window: TimeWindow, now: Date): AuditEntryFilter {
  const { from, to } = instantsOf(window, now);
  const by = valueOf(list, 'by');
  const kindOfEntry = valueOf(list, 'is');
  // The options are the enum's values.
  const callerKinds = valuesOf(list, 'kind') as CallerKind[];
  const action = valueOf(list, 'action');
  const targetType = valueOf(list, 'target');
  const callerId = valueOf(list, 'caller');
  const targetId = valueOf(list, 'targetId');
  const tenantId = valueOf(list, 'tenant');
  return {
    from,
    ...(to === null ? {} : { to }),
    ...(list.text === '' ? {} : { query: list.text }),
    ...(by === undefined ? {} : { isByStaff: by === 'staff' }),
    ...(kindOfEntry === undefined ? {} : { isChange: kindOfEntry === 'change' }),
    ...(callerKinds.length === 0 ? {} : { callerKinds }),
    ...(action === undefined ? {} : { actions: [action] }),
    ...(targetType === undefined ? {} : { targetType }),
    ...(callerId === undefined ? {} : { callerId }),
    ...(targetId === undefined ? {} : { targetId }),
    ...(tenantId === undefined ? {} : tenantId === noTenant ? { hasTenant: false } : { tenantId }),
  };
}
