import { z } from 'zod';
import { setting } from '@intendant/kit/settings/settings';

export const billingSettings = {
  'billing.currency': setting(
    z.string().regex(/^[A-Z]{3}$/, 'Give a currency code of three capital letters, such as EUR.'),
    'EUR',
    'Reporting currency of the installation (ISO 4217). Amounts are not converted: change it before there are any.',
  ),
};
