import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { entitlements, type Entitlement } from './catalogue.ts';

export interface PlanLimit {
  entitlement: Entitlement;
  /** Null when unlimited. */
  limit: number | null;
}

/** What each plan grants of everything in the catalogue, in its order. What a plan does not limit is unlimited. */
export async function findPlanLimits(em: EntityManager, planIds: readonly string[]): Promise<PlanLimit[][]> {
  const rows = await executeSql<{ planId: string; key: string; limit: number | null }>(
    em,
    `select plan_id as "planId", entitlement_key as key, limit_value::double precision as "limit"
     from plan_entitlement where plan_id = any (?::uuid[])`,
    [planIds],
  );
  const limits = new Map(rows.map(({ planId, key, limit }) => [`${planId} ${key}`, limit]));
  return planIds.map((id) =>
    entitlements.map((entitlement) => ({
      entitlement,
      limit: limits.get(`${id.toLowerCase()} ${entitlement.key}`) ?? null,
    })),
  );
}
