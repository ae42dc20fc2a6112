import type { OverrideStatus } from '#app/gql/graphql.ts';
import { formatBytes, formatCount } from '#app/lib/format.ts';

type Entitlement = { name: string; unit: 'COUNT' | 'BYTES'; period: 'NOW' | 'DAY' | 'MONTH' };

const periodWords = { NOW: '', DAY: ' today', MONTH: ' this month' } as const;

export const overrideWords: Readonly<Record<OverrideStatus, string>> = {
  IN_FORCE: 'In force',
  EXPIRED: 'Expired',
  REVOKED: 'Revoked',
};

/** `Executions this month`. */
export function entitlementTitle({ name, period }: Entitlement): string {
  return `${name}${periodWords[period]}`;
}

/** An amount in the entitlement's own unit; no limit is said, not left blank. */
export function entitlementAmount(
  entitlement: Pick<Entitlement, 'unit'>,
  amount: number | null | undefined,
): string {
  if (amount === null || amount === undefined) return 'no limit';
  return entitlement.unit === 'BYTES' ? formatBytes(amount) : formatCount(amount);
}

/** `64 of 50`, `10.4 GB of 10 GB`, `12, no limit`; what was never measured is not zero: `not measured, limit 10 GB`. */
export function usedOfLimit(usage: {
  entitlement: Pick<Entitlement, 'unit'>;
  used: number;
  limit?: number | null;
  measuredAt?: string | null;
}): string {
  const limit = entitlementAmount(usage.entitlement, usage.limit);
  const hasLimit = usage.limit !== null && usage.limit !== undefined;
  if (!usage.measuredAt) return hasLimit ? `not measured, limit ${limit}` : 'not measured, no limit';
  const used = entitlementAmount(usage.entitlement, usage.used);
  return hasLimit ? `${used} of ${limit}` : `${used}, no limit`;
}
