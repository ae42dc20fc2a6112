import { z } from 'zod';
import { setting } from '@intendant/kit/settings/settings';

const share = z.number().min(0).max(1);
const positive = z.number().positive().max(1e9);
const count = z.number().int().min(1).max(1e9);

/** From where on the platform's own figures are worth a look, and from where on they are urgent. */
export const platformHealthSettings = {
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
    'Jobs that are due and wait, from which the queue is in state WARN.',
    { unit: 'count' },
  ),
  'health.queue-depth-critical': setting(
    count,
    10_000,
    'Jobs that are due and wait, from which the queue is in state CRITICAL.',
    { unit: 'count' },
  ),
  'health.queue-age-warn-seconds': setting(
    positive,
    60,
    'Age of the oldest due job in seconds from which the queue is in state WARN.',
    { unit: 's' },
  ),
  'health.queue-age-critical-seconds': setting(
    positive,
    600,
    'Age of the oldest due job in seconds from which the queue is in state CRITICAL.',
    { unit: 's' },
  ),
  'health.dead-letters-warn': setting(
    count,
    1,
    'Jobs that used up their attempts, whether within 24 hours or waiting for longer, from which the queue is in state WARN.',
    { unit: 'count' },
  ),
  'health.dead-letters-critical': setting(
    count,
    100,
    'Jobs that used up their attempts within 24 hours, from which the queue is in state CRITICAL.',
    { unit: 'count' },
  ),
  'health.worker-silence-critical-seconds': setting(
    positive,
    300,
    'Seconds without a start of any scheduled job, while one is due every minute, from which the workers are in state CRITICAL.',
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
  'health.slow-queries-critical': setting(
    count,
    10_000,
    'Slow statements of the last hour from which the database is in state CRITICAL.',
    { unit: 'count' },
  ),
  'health.backup-age-warn-hours': setting(
    positive,
    12,
    'Hours since the last backup of the control database from which the backup is in state WARN.',
    { unit: 'h' },
  ),
  'health.backup-age-critical-hours': setting(
    positive,
    48,
    'Hours since the last backup of the control database from which the backup is in state CRITICAL.',
    { unit: 'h' },
  ),
} as const;
