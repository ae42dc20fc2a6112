import { z } from 'zod';
import { setting } from '@intendant/kit/settings/settings';
import { fleetSettings } from './fleet/fleet-settings.ts';
import { platformHealthSettings } from './platform-health/platform-health-settings.ts';

const share = z.number().min(0).max(1);
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
  ...fleetSettings,
  ...platformHealthSettings,
} as const;

export type HealthSettings = typeof healthSettings;
