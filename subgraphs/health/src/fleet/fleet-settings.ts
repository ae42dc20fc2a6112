import { z } from 'zod';
import { setting } from '@intendant/kit/settings/settings';

const share = z.number().min(0).max(1);
const count = z.number().int().min(1).max(1e9);
const bytes = z.number().int().min(1).max(1e15);

const ratio = { unit: 'ratio' };
const counted = { unit: 'count' };

/** From where on the figures of all tenants together are worth a look, and from where on they are urgent. */
export const fleetSettings = {
  'health.active-share-warn': setting(
    share,
    0.5,
    'Share of tenants active within 7 days, 0 to 1, below which the fleet is in state WARN.',
    ratio,
  ),
  'health.active-share-critical': setting(
    share,
    0.2,
    'Share of tenants active within 7 days, 0 to 1, below which the fleet is in state CRITICAL.',
    ratio,
  ),
  'health.at-risk-tenants-warn': setting(
    count,
    1,
    'Tenants at risk from which the fleet is in state WARN; one of them that is CRITICAL makes it so.',
    counted,
  ),
  'health.drift-tenants-warn': setting(
    count,
    1,
    'Tenants with drift within 24 hours from which the fleet is in state WARN.',
    counted,
  ),
  'health.drift-tenants-critical': setting(
    count,
    10,
    'Tenants with drift within 24 hours from which the fleet is in state CRITICAL.',
    counted,
  ),
  'health.credential-failure-tenants-warn': setting(
    count,
    1,
    'Tenants with credential failures within 24 hours from which the fleet is in state WARN.',
    counted,
  ),
  'health.credential-failure-tenants-critical': setting(
    count,
    10,
    'Tenants with credential failures within 24 hours from which the fleet is in state CRITICAL.',
    counted,
  ),
  'health.execution-failure-rate-warn': setting(
    share,
    0.05,
    'Share of failed executions of all tenants within 24 hours, 0 to 1, from which usage is in state WARN.',
    ratio,
  ),
  'health.execution-failure-rate-critical': setting(
    share,
    0.1,
    'Share of failed executions of all tenants within 24 hours, 0 to 1, from which usage is in state CRITICAL.',
    ratio,
  ),
  'health.tenant-api-error-rate-warn': setting(
    share,
    0.01,
    'Share of 5xx answers of the tenants’ applications within 24 hours, 0 to 1, from which usage is in state WARN.',
    ratio,
  ),
  'health.tenant-api-error-rate-critical': setting(
    share,
    0.05,
    'Share of 5xx answers of the tenants’ applications within 24 hours, 0 to 1, from which usage is in state CRITICAL.',
    ratio,
  ),
  'health.storage-warn-bytes': setting(
    bytes,
    50e9,
    'Size of the control database in bytes from which storage is in state WARN.',
    { unit: 'bytes' },
  ),
  'health.storage-critical-bytes': setting(
    bytes,
    100e9,
    'Size of the control database in bytes from which storage is in state CRITICAL.',
    { unit: 'bytes' },
  ),
  'health.rate-limited-tenants-warn': setting(
    count,
    1,
    'Tenants refused by a rate limit within 24 hours from which usage is in state WARN.',
    counted,
  ),
  'health.open-incidents-warn': setting(
    count,
    1,
    'Open incidents from which they are in state WARN; a critical one makes it CRITICAL.',
    counted,
  ),
} as const;
