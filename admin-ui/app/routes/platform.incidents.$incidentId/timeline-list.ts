import { readListAddress, type ListAddress, type ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';

export type TimelineSort = 'LATEST';
export type TimelineList = ListAddress<TimelineSort>;

/** The timeline of an incident as a list: the id of an entry is the cursor of what came before it. */
export function timelineList(incidentId: string): ListSpec<TimelineSort> {
  return {
    path: paths.incident(incidentId),
    filters: [],
    defaultSort: 'LATEST',
    sorts: { LATEST: 'DESC' },
    pageSize: 50,
  };
}

export function readTimelineList(incidentId: string, search: URLSearchParams): TimelineList {
  return readListAddress(timelineList(incidentId), search);
}
