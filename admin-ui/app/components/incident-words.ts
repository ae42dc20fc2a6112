import type { IncidentSeverity, IncidentStatus } from '#app/gql/graphql.ts';
import type { State } from './ui/status.tsx';

export const severityWords: Readonly<Record<IncidentSeverity, string>> = {
  CRITICAL: 'Critical',
  MAJOR: 'Major',
  MINOR: 'Minor',
};

export const severityStates: Readonly<Record<IncidentSeverity, State>> = {
  CRITICAL: 'critical',
  MAJOR: 'warn',
  MINOR: 'info',
};

export const statusWords: Readonly<Record<IncidentStatus, string>> = {
  INVESTIGATING: 'Investigating',
  IDENTIFIED: 'Identified',
  MONITORING: 'Monitoring',
  RESOLVED: 'Resolved',
};

/** What a status says, for the forms that choose one. */
export const statusMeanings: Readonly<Record<IncidentStatus, string>> = {
  INVESTIGATING: 'The cause is being looked for.',
  IDENTIFIED: 'The cause is known, the remedy is on its way.',
  MONITORING: 'The remedy is in place and being watched.',
  RESOLVED: 'It is over.',
};

export const severityMeanings: Readonly<Record<IncidentSeverity, string>> = {
  CRITICAL: 'The product does not work for the tenants concerned.',
  MAJOR: 'An important part does not work, or works for few.',
  MINOR: 'An annoyance with a way around it.',
};
