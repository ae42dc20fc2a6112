import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { instant } from '../tenant-summary/tenant-summary-row.ts';
import type { EntryContent } from './incident.entity.ts';

/** An entry as read from the database; `at` is an ISO 8601 string. */
export interface IncidentEntryRow extends EntryContent {
  id: string;
  incidentId: string;
  at: string;
  authorName: string;
}

/** Adds entries to an incident's timeline, in their order, by one author at one instant. */
export async function appendEntries(
  em: EntityManager,
  incidentId: string,
  { at, authorId, authorName }: { at: Date; authorId: string; authorName: string },
  entries: readonly EntryContent[],
): Promise<void> {
  const rows = entries.map((entry, place) => ({ id: randomUUID(), place, ...entry }));
  await executeSql(
    em,
    `insert into incident_entry (id, incident_id, at, author_id, author_name, kind, text, before, after)
     select e.id, ?::uuid, ?::timestamptz, ?, ?, e.kind, e.text, e.before, e.after
     from jsonb_to_recordset(?::jsonb) as e (id uuid, place integer, kind text, text text, before text, after text)
     order by e.place`,
    [incidentId, at, authorId, authorName, JSON.stringify(rows)],
  );
}

/**
 * Entries of each of the incidents, the latest first, in one statement: the latest there are, or those that came before
 * the entry `after`. An `after` of another incident, or of none, leaves nothing.
 */
export async function readTimelines(
  em: EntityManager,
  incidentIds: readonly string[],
  { first, after }: { first: number; after: string | null },
): Promise<Map<string, IncidentEntryRow[]>> {
  const rows = await executeSql<IncidentEntryRow>(
    em,
    `select e.* from unnest(?::uuid[]) as i (id)
     cross join lateral (
       select id, incident_id as "incidentId", ${instant('at')} as at, author_name as "authorName", kind, text, before,
         after
       from incident_entry
       where incident_id = i.id
         and (?::uuid is null
           or position < (select position from incident_entry as a where a.id = ?::uuid and a.incident_id = i.id))
       order by position desc limit ?) as e`,
    [incidentIds, after, after, first],
  );
  const timelines = new Map<string, IncidentEntryRow[]>(incidentIds.map((id) => [id, []]));
  for (const row of rows) {
    timelines.get(row.incidentId)?.push(row);
  }
  return timelines;
}

/** How many entries each of the incidents has, in one statement. */
export async function countEntries(
  em: EntityManager,
  incidentIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await executeSql<{ incidentId: string; entries: number }>(
    em,
    `select incident_id as "incidentId", count(*)::integer as entries
     from incident_entry where incident_id = any (?::uuid[]) group by 1`,
    [incidentIds],
  );
  return new Map(rows.map(({ incidentId, entries }) => [incidentId, entries]));
}
