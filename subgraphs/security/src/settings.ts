import { setting } from '@intendant/kit/settings/settings';
import { z } from 'zod';

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
};
