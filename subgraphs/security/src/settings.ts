import { setting } from '@intendant/kit/settings/settings';
import { z } from 'zod';

const count = z.number().int().min(1).max(1_000_000);

/** What an administrator may change while the platform runs. */
export const securitySettings = {
  'security.session-idle-timeout-minutes': setting(
    z.number().int().min(5).max(10_080),
    60,
    'Minutes without a request after which a session ends.',
    { unit: 'min' },
  ),
  'security.session-absolute-timeout-hours': setting(
    z.number().int().min(1).max(720),
    12,
    'Hours after sign-in at which a session ends, however much it is used.',
    { unit: 'h' },
  ),
  'security.sign-in-failures-per-minute': setting(
    z.number().int().min(10).max(100_000),
    100,
    'Failed sign-ins per minute, over all e-mail addresses, beyond which signing in is refused for a minute.',
    { unit: 'count' },
  ),
  'security.sign-in-failures-warn': setting(
    count,
    10,
    'Refused sign-ins of one tenant’s people within 24 hours from which their number is a warning.',
    { unit: 'count' },
  ),
  'security.sign-in-failures-critical': setting(
    count,
    50,
    'Refused sign-ins of one tenant’s people within 24 hours from which their number is critical.',
    { unit: 'count' },
  ),
  'security.key-creation-warn': setting(
    count,
    5,
    'API keys of one tenant within 24 hours from which they may be a spike; twice a spike is critical.',
    { unit: 'count' },
  ),
  'security.key-creation-factor': setting(
    z.number().min(1).max(1_000),
    5,
    'How many times its daily mean of the 30 days before a tenant’s new API keys must reach to be a spike.',
  ),
  'security.admin-actions-warn': setting(
    count,
    200,
    'Changes by platform staff within 24 hours from which their number is a warning.',
    { unit: 'count' },
  ),
  'security.admin-actions-critical': setting(
    count,
    1_000,
    'Changes by platform staff within 24 hours from which their number is critical.',
    { unit: 'count' },
  ),
};
