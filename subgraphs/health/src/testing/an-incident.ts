import { dataOf } from '@intendant/kit/testing/test-database';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import type { Caller } from '@intendant/kit/identity/caller';
import type { HealthDatabase } from './health-database.ts';

/** What every operation on an incident selects in the tests. */
export const incidentFields = `fragment incident on Incident {
  id number title severity status tenants { id } tenantCount leadName openedBy openedAt updatedAt resolvedAt
  version timeline { kind at authorName text before after }
}`;

export interface IncidentData {
  id: string;
  number: number;
  title: string;
  severity: string;
  status: string;
  tenants: { id: string }[];
  tenantCount: number;
  leadName: string | null;
  openedBy: string;
  openedAt: string;
  updatedAt: string;
  resolvedAt: string | null;
  version: number;
  timeline: {
    kind: string;
    at: string;
    authorName: string;
    text: string | null;
    before: string | null;
    after: string | null;
  }[];
}

export interface IncidentPayload {
  incident: IncidentData | null;
  userErrors: { code: string; message: string; field: string[] | null }[];
}

type Work = 'openIncident' | 'updateIncident' | 'addIncidentNote' | 'resolveIncident' | 'reopenIncident';

/** Does something to an incident through GraphQL and returns the whole payload. */
export async function workOn(
  db: HealthDatabase,
  work: Work,
  input: object,
  caller: Caller = aPlatformCaller(),
): Promise<IncidentPayload> {
  const inputType = `${work.charAt(0).toUpperCase()}${work.slice(1)}Input`;
  const mutation = `mutation ($input: ${inputType}!) {
    ${work}(input: $input) { incident { ...incident } userErrors { code message field } }
  } ${incidentFields}`;
  const result = await db.execute('health', mutation, { input }, caller);
  const payload = dataOf<Record<string, IncidentPayload>>(result)[work];
  if (!payload) {
    throw new Error(`There is no payload of ${work}.`);
  }
  return payload;
}

/** An open incident. */
export async function anIncident(db: HealthDatabase, overrides: object = {}): Promise<IncidentData> {
  const input = { title: 'Mails are late', severity: 'MAJOR', ...overrides };
  const { incident, userErrors } = await workOn(db, 'openIncident', input);
  if (!incident) {
    throw new Error(`The incident could not be opened: ${JSON.stringify(userErrors)}`);
  }
  return incident;
}
