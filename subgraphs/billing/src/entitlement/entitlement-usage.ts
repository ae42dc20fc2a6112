import type { Assessment } from '../assess.ts';
import type { EntitlementOverride } from '../override/entitlement-override.entity.ts';

/** A tenant's usage of one entitlement in the current period, against its limits. Null limits are none. */
export interface EntitlementUsage {
  entitlementKey: string;
  used: number;
  /** The limit in force. */
  limit: number | null;
  planLimit: number | null;
  /** The override in force. */
  override: EntitlementOverride | null;
  /** Null when usage was never measured. */
  measuredAt: Date | null;
}

/** Usage as a share of the limit; a limit of 0 with usage counts as 1 + usage. Null when there is no limit. */
export function usageRatio({ used, limit }: Pick<EntitlementUsage, 'used' | 'limit'>): number | null {
  if (limit === null) {
    return null;
  }
  if (limit === 0) {
    return used === 0 ? 0 : 1 + used;
  }
  return used / limit;
}

/** `usageRatio` in SQL, of two expressions. */
export function usageRatioSql(used: string, limit: string): string {
  return `case when ${limit} = 0 then case when ${used} = 0 then 0 else 1 + ${used} end::double precision
    else ${used}::double precision / ${limit} end`;
}

/** Warns from a share of the limit; above the limit is critical, at the limit is not yet. */
export function assessUsage(usage: EntitlementUsage, warnRatio: number): Assessment {
  const ratio = usageRatio(usage);
  if (ratio === null) {
    return { state: 'OK', warnAt: null, criticalAt: null };
  }
  const thresholds = { warnAt: warnRatio, criticalAt: 1 };
  if (usage.measuredAt === null) {
    return { state: 'UNKNOWN', ...thresholds };
  }
  return { state: ratio > 1 ? 'CRITICAL' : ratio >= warnRatio ? 'WARN' : 'OK', ...thresholds };
}
