import type { Trade, Trouble } from './roster.ts';

/** A workload: how often it runs beside the tenant's others, and how long it takes. */
export interface Workflow {
  name: string;
  share: number;
  medianMs: number;
  /** Spread of the duration: sigma of a log-normal distribution. */
  sigma: number;
}

const workflow = (name: string, share: number, medianMs: number, sigma = 0.6): Workflow => ({
  name,
  share,
  medianMs,
  sigma,
});

/** Each tenant uses the first few of its trade's. */
export const workflowsOf: Readonly<Record<Trade, readonly Workflow[]>> = {
  stage: [
    workflow('sync-ticketing', 30, 820),
    workflow('send-rehearsal-call', 16, 340),
    workflow('publish-programme', 11, 1_450),
    workflow('update-instrument-register', 10, 210),
    workflow('calendar-sync', 9, 460),
    workflow('render-parts', 7, 6_200, 0.8),
    workflow('patron-newsletter', 6, 2_900),
    workflow('travel-planning', 4, 3_700, 0.9),
    workflow('payroll-export', 3, 11_500),
    workflow('rights-clearance', 2, 4_800, 1),
    workflow('archive-recording', 2, 48_000, 0.9),
  ],
  software: [
    workflow('ingest-webhooks', 34, 95),
    workflow('crm-sync', 15, 1_250),
    workflow('refresh-embeddings', 12, 2_600, 0.8),
    workflow('email-digest', 9, 540),
    workflow('render-pdf', 8, 1_900),
    workflow('usage-rollup', 7, 3_300),
    workflow('fraud-screening', 5, 680),
    workflow('object-backup', 4, 27_000, 0.7),
    workflow('licence-check', 3, 130),
    workflow('nightly-etl', 3, 94_000, 0.5),
  ],
};

/** Errors that happen to everybody now and then. */
export const everydayErrors: readonly [ExecutionError, ...ExecutionError[]] = [
  { code: 'TIMEOUT', message: 'The upstream service did not answer within 30 s.' },
  { code: 'UPSTREAM_UNAVAILABLE', message: 'HTTP 503 Service Unavailable' },
  { code: 'RATE_LIMITED', message: 'HTTP 429 Too Many Requests; retry after 20 s.' },
  { code: 'CONFLICT', message: 'The record was changed by somebody else in the meantime.' },
];

export interface ExecutionError {
  code: string;
  message: string;
}

/** What a trouble looks like in the tenant's events. Rates are of the last days; before that it was healthy. */
export interface Symptoms {
  /** One workflow that fails, how often, with which error, and since how many hours. */
  failing?: { workflow: string; rate: number; error: ExecutionError; sinceHours: number };
  drift?: { environment: string; summary: string; perWeek: number };
  credential?: { name: string; message: string; perWeek: number };
}

const smtpExpired: ExecutionError = {
  code: 'SMTP_AUTH_EXPIRED',
  message: '535 5.7.8 Authentication failed: the SMTP credential “mail-relay” has expired.',
};

export const symptomsOf: Readonly<Record<Trouble, Symptoms>> = {
  'expired-smtp-credential': {
    failing: { workflow: 'send-rehearsal-call', rate: 0.86, error: smtpExpired, sinceHours: 51 },
    // Below the threshold of a clause of its own; it shows what the failures come from.
    credential: {
      name: 'mail-relay',
      message: '535 5.7.8 Authentication failed: the credential has expired.',
      perWeek: 3,
    },
  },
  'changed-upstream-api': {
    failing: {
      workflow: 'crm-sync',
      rate: 0.8,
      error: {
        code: 'UPSTREAM_SCHEMA_CHANGED',
        message: 'HTTP 422: the field “accountOwnerId” is required since version 2026-06 of the CRM’s API.',
      },
      sinceHours: 31,
    },
  },
  'full-disk': {
    failing: {
      workflow: 'sync-ticketing',
      rate: 0.74,
      error: {
        code: 'DISK_FULL',
        message: 'could not extend file "base/16402/24577": No space left on device',
      },
      sinceHours: 27,
    },
  },
  'hand-edited-environment': {
    drift: {
      environment: 'production',
      summary: 'The memory limit of “refresh-embeddings” was raised by hand from 1 GiB to 4 GiB.',
      perWeek: 4,
    },
  },
  'drifting-staging': {
    drift: {
      environment: 'staging',
      summary: 'Two declared schedules are missing: usage-rollup, nightly-etl.',
      perWeek: 4,
    },
  },
  'revoked-ticketing-key': {
    failing: {
      workflow: 'sync-ticketing',
      rate: 0.12,
      error: {
        code: 'TICKETING_UNAUTHORIZED',
        message: '401 invalid_client: the ticketing system refuses the credential “ticketing-api”.',
      },
      sinceHours: 120,
    },
    credential: {
      name: 'ticketing-api',
      message: '401 invalid_client: the client secret was revoked by its owner.',
      perWeek: 8,
    },
  },
  'rotated-bucket-secret': {
    failing: {
      workflow: 'refresh-embeddings',
      rate: 0.2,
      error: {
        code: 'SOURCE_UNREADABLE',
        message: 'SignatureDoesNotMatch: the bucket “archive-bucket” refuses the secret key.',
      },
      sinceHours: 150,
    },
    credential: {
      name: 'archive-bucket',
      message: 'SignatureDoesNotMatch: the secret key was rotated and not updated here.',
      perWeek: 14,
    },
  },
  'declined-card': {},
  'closed-account': {},
  'expired-smtp-and-credential': {
    failing: { workflow: 'send-rehearsal-call', rate: 1, error: smtpExpired, sinceHours: 74 },
    credential: {
      name: 'mail-relay',
      message: '535 5.7.8 Authentication failed: the credential has expired.',
      perWeek: 9,
    },
  },
  'declined-and-drifting': {
    drift: {
      environment: 'production',
      summary: 'The declared version 4.2.0 of “nightly-etl” is not the deployed 4.1.7.',
      perWeek: 4,
    },
  },
};
