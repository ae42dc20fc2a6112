import { InvariantError } from '@intendant/kit/errors';

export const entitlementKeys = [
  'executions',
  'api-requests',
  'workflows',
  'environments',
  'storage',
  'users',
] as const;

export type EntitlementKey = (typeof entitlementKeys)[number];

export type EntitlementPeriod = 'NOW' | 'DAY' | 'MONTH';

/** Something a plan limits. */
export interface Entitlement {
  key: EntitlementKey;
  name: string;
  unit: 'COUNT' | 'BYTES';
  /** Over which time in UTC it counts. */
  period: EntitlementPeriod;
}

/** Everything a plan can limit, in the order in which it is shown. What measures usage knows these keys too. */
export const entitlements: readonly Entitlement[] = [
  { key: 'executions', name: 'Executions', unit: 'COUNT', period: 'MONTH' },
  { key: 'api-requests', name: 'API requests', unit: 'COUNT', period: 'DAY' },
  { key: 'workflows', name: 'Workflows', unit: 'COUNT', period: 'NOW' },
  { key: 'environments', name: 'Environments', unit: 'COUNT', period: 'NOW' },
  { key: 'storage', name: 'Storage', unit: 'BYTES', period: 'NOW' },
  { key: 'users', name: 'Users', unit: 'COUNT', period: 'NOW' },
];

/** The entitlement with this key. Throws `InvariantError` for a key the catalogue does not know. */
export function entitlementOf(key: string): Entitlement {
  const found = entitlements.find((entitlement) => entitlement.key === key);
  if (!found) {
    throw new InvariantError(`There is no entitlement ${key}.`);
  }
  return found;
}

/** The period an instant lies in, its end excluded; null for what is counted as of now. */
export function periodAround(period: EntitlementPeriod, at: Date): { start: Date; end: Date } | null {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  switch (period) {
    case 'NOW':
      return null;
    case 'DAY':
      return { start: new Date(Date.UTC(year, month, day)), end: new Date(Date.UTC(year, month, day + 1)) };
    case 'MONTH':
      return { start: new Date(Date.UTC(year, month)), end: new Date(Date.UTC(year, month + 1)) };
  }
}
