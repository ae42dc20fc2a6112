import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { UserError } from '@intendant/kit/errors';

/** The worst first. */
export const incidentSeverities = ['CRITICAL', 'MAJOR', 'MINOR'] as const;

export type IncidentSeverity = (typeof incidentSeverities)[number];

/** In the order of the work. */
export const incidentStatuses = ['INVESTIGATING', 'IDENTIFIED', 'MONITORING', 'RESOLVED'] as const;

export type IncidentStatus = (typeof incidentStatuses)[number];

export const IncidentEntity = defineEntity({
  name: 'Incident',
  tableName: 'incident',
  uniques: [{ name: 'incident_request_key_unique', properties: ['openedById', 'requestKey'] }],
  checks: [
    {
      name: 'incident_resolved_check',
      expression: `(status = 'RESOLVED') = (resolved_at is not null)`,
    },
    { name: 'incident_lead_check', expression: '(lead_id is null) = (lead_name is null)' },
  ],
  properties: {
    id: p.uuid().primary(),
    number: p.integer().unique('incident_number_unique'),
    title: p.text(),
    severity: p.enum([...incidentSeverities]).$type<IncidentSeverity>(),
    status: p.enum([...incidentStatuses]).$type<IncidentStatus>(),
    leadId: p.uuid().nullable(),
    leadName: p.text().nullable(),
    openedById: p.text(),
    openedBy: p.text(),
    openedAt: p.datetime(),
    updatedAt: p.datetime(),
    resolvedAt: p.datetime().nullable(),
    version: p.integer(),
    /** What the opener chose to tell a repeat by; theirs alone. */
    requestKey: p.text().nullable(),
    isDemo: p.boolean().default(false),
  },
});

export type Incident = InferEntity<typeof IncidentEntity>;

/** What a change of an incident tells: an entry of its timeline before it has an author. */
export interface EntryContent {
  kind: 'OPENED' | 'NOTE' | 'STATUS' | 'SEVERITY' | 'LEAD' | 'TITLE' | 'TENANTS' | 'RESOLVED' | 'REOPENED';
  text: string | null;
  before: string | null;
  after: string | null;
}

export interface Lead {
  id: string;
  name: string;
}

/** Undefined leaves an aspect as it is; a lead of null takes the lead away. */
export interface IncidentChanges {
  title?: string | undefined;
  severity?: IncidentSeverity | undefined;
  status?: IncidentStatus | undefined;
  lead?: Lead | null | undefined;
}

/** Applies what is given to an open incident. Returns one entry for each aspect that became another. */
export function changeIncident(incident: Incident, changes: IncidentChanges): EntryContent[] {
  const entries: EntryContent[] = [];
  const tell = (kind: EntryContent['kind'], before: string | null, after: string | null): void => {
    entries.push({ kind, text: null, before, after });
  };
  const { title, severity, status, lead } = changes;
  if (title !== undefined && title !== incident.title) {
    tell('TITLE', incident.title, title);
    incident.title = title;
  }
  if (lead !== undefined && (lead?.id ?? null) !== (incident.leadId ?? null)) {
    tell('LEAD', incident.leadName ?? null, lead?.name ?? null);
    incident.leadId = lead?.id ?? null;
    incident.leadName = lead?.name ?? null;
  }
  if (severity !== undefined && severity !== incident.severity) {
    tell('SEVERITY', incident.severity, severity);
    incident.severity = severity;
  }
  if (status !== undefined && status !== incident.status) {
    tell('STATUS', incident.status, status);
    incident.status = status;
  }
  return entries;
}

/** Throws `UserError('INVALID_STATE')` for a resolved incident. */
export function requireOpen(incident: Incident, message: string): void {
  if (incident.status === 'RESOLVED') {
    throw new UserError('INVALID_STATE', message, ['input', 'id']);
  }
}

/** Ends an open incident. Throws `UserError('INVALID_STATE')` when it is resolved already. */
export function resolve(incident: Incident, text: string, now: Date): EntryContent {
  requireOpen(incident, 'The incident is already resolved.');
  const before = incident.status;
  incident.status = 'RESOLVED';
  incident.resolvedAt = now;
  return { kind: 'RESOLVED', text, before, after: incident.status };
}

/** Takes up a resolved incident again. Throws `UserError('INVALID_STATE')` when it is open. */
export function reopen(incident: Incident, text: string): EntryContent {
  if (incident.status !== 'RESOLVED') {
    throw new UserError('INVALID_STATE', 'The incident is open.', ['input', 'id']);
  }
  incident.status = 'INVESTIGATING';
  incident.resolvedAt = null;
  return { kind: 'REOPENED', text, before: 'RESOLVED', after: incident.status };
}
