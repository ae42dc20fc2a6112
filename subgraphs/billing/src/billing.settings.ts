import { z } from 'zod';
import { setting } from '@intendant/kit/settings/settings';

const share = z.number().gt(0).max(1);
const count = z.number().int().min(1);

export const billingSettings = {
  'billing.currency': setting(
    z.string().regex(/^[A-Z]{3}$/, 'Give a currency code of three capital letters, such as EUR.'),
    'EUR',
    'Reporting currency of the installation (ISO 4217). Amounts are not converted: change it before there are any.',
  ),
  'billing.mrr-fall-warn': setting(
    share,
    0.05,
    'Fall of monthly recurring revenue within 30 days from which it warns, as a share of the revenue 30 days ago.',
    { unit: 'ratio' },
  ),
  'billing.mrr-fall-critical': setting(
    share,
    0.2,
    'Fall of monthly recurring revenue within 30 days from which it is critical, as a share of the revenue 30 days ago.',
    { unit: 'ratio' },
  ),
  'billing.delinquent-tenants-warn': setting(
    count,
    1,
    'Number of tenants with a payment past its due date from which it warns.',
    { unit: 'count' },
  ),
  'billing.delinquent-tenants-critical': setting(
    count,
    5,
    'Number of tenants with a payment past its due date from which it is critical.',
    { unit: 'count' },
  ),
  'billing.trials-expiring-warn': setting(
    count,
    1,
    'Number of trials that end within 7 days from which it warns. They are never critical.',
    { unit: 'count' },
  ),
  'billing.entitlement-usage-warn-ratio': setting(
    share,
    0.8,
    'Share of a limit from which a tenant’s usage warns. Usage above the limit is critical.',
    { unit: 'ratio' },
  ),
  'billing.exceptions-warn': setting(
    count,
    1,
    'Number of limits that are exceeded, over all tenants, from which it warns.',
    { unit: 'count' },
  ),
  'billing.exceptions-critical': setting(
    count,
    10,
    'Number of limits that are exceeded, over all tenants, from which it is critical.',
    { unit: 'count' },
  ),
};
