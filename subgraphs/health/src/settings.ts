import { z } from 'zod';
import { setting } from '@intendant/kit/settings/settings';

const share = z.number().min(0).max(1);
const positive = z.number().positive().max(1e9);
const count = z.number().int().min(1).max(1e9);

/** What an administrator may tune; defaults are the product's definitions. */
export const healthSettings = {
  'health.failure-rate-threshold': setting(
    share,
    0.1,
    'Failure rate over 24 hours, 0 to 1, from which a tenant is at risk.',
    { unit: 'ratio' },
  ),
  'health.failure-count-minimum': setting(
    count,
    20,
    'Failures within 24 hours below which the failure rate is not judged.',
    { unit: 'count' },
  ),
  'health.drift-threshold': setting(
    count,
    3,
    'Drift detections within 7 days from which a tenant is at risk.',
    { unit: 'count' },
  ),
  'health.credential-failure-threshold': setting(
    count,
    5,
    'Credential failures within 7 days from which a tenant is at risk.',
    { unit: 'count' },
  ),
  'health.api-error-rate-warn': setting(
    share,
    0.01,
    'Share of 5xx answers of the last hour, 0 to 1, from which the API is in state WARN.',
    { unit: 'ratio' },
  ),
  'health.api-error-rate-critical': setting(
    share,
    0.05,
    'Share of 5xx answers of the last hour, 0 to 1, from which the API is in state CRITICAL.',
    { unit: 'ratio' },
  ),
  'health.api-latency-warn-ms': setting(
    positive,
    500,
    '95th percentile of the API latency in milliseconds from which the API is in state WARN.',
    { unit: 'ms' },
  ),
  'health.api-latency-critical-ms': setting(
    positive,
    2000,
    '95th percentile of the API latency in milliseconds from which the API is in state CRITICAL.',
    { unit: 'ms' },
  ),
  'health.queue-depth-warn': setting(
    count,
    1000,
    'Jobs that are due and wait, from which the queue is in state WARN; ten times as many are CRITICAL.',
    { unit: 'count' },
  ),
  'health.queue-age-warn-seconds': setting(
    positive,
    60,
    'Age of the oldest due job in seconds from which the queue is in state WARN; ten times as long is CRITICAL.',
    { unit: 's' },
  ),
  'health.connections-warn-ratio': setting(
    share,
    0.8,
    'Share of the database connections in use, 0 to 1, from which the database is in state WARN.',
    { unit: 'ratio' },
  ),
  'health.connections-critical-ratio': setting(
    share,
    0.95,
    'Share of the database connections in use, 0 to 1, from which the database is in state CRITICAL.',
    { unit: 'ratio' },
  ),
  'health.slow-query-threshold-ms': setting(
    positive,
    500,
    'Average duration in milliseconds from which a statement counts as slow.',
    { unit: 'ms' },
  ),
  'health.slow-queries-warn': setting(
    count,
    100,
    'Slow statements of the last hour from which the database is in state WARN.',
    { unit: 'count' },
  ),
} as const;

export type HealthSettings = typeof healthSettings;
