import { executeSql } from '@intendant/kit/database/execute-sql';
import { notify } from '@intendant/kit/pubsub/notify';
import type { HealthContext } from '../context.ts';
import { sampleFleet } from '../fleet/sample-fleet.ts';
import { healthChangedTopic, messagesFor } from '../live/health-changed.ts';
import { daysBack, floorTo, hourMs, windowStart } from '../rollup/time-window.ts';
import { evaluateDue } from './evaluate-due.ts';
import { evaluateTenants } from './evaluate-tenants.ts';
import { riskThresholds, thresholdsHashSql } from './risk-thresholds.ts';

const tenantsAtOnce = 500;
// Minutes are kept for 48 hours; whoever was not evaluated for so long is evaluated whether something left or not.
const maximumAgeMs = 6 * hourMs;

/**
 * Evaluates what is still due, and every tenant of which something left a sliding window since its evaluation, and
 * remembers how many are at risk.
 */
export async function evaluateRiskJob(ctx: HealthContext): Promise<void> {
  // A threshold may have changed a moment ago, and its announcement be on its way to this process.
  ctx.settings.clear();
  await evaluateDue(ctx);
  const tenantIds = await tenantsThatSlid(ctx);
  for (let start = 0; start < tenantIds.length; start += tenantsAtOnce) {
    const some = tenantIds.slice(start, start + tenantsAtOnce);
    await ctx.em.transactional(
      async (em) => {
        await evaluateTenants(ctx, em, some);
        for (const message of messagesFor(new Set(some))) {
          await notify(em, healthChangedTopic, message);
        }
      },
      { clear: true },
    );
  }
  await sampleFleet(ctx.em, ctx.clock.now());
}

/**
 * Tenants for which a window holds less than when they were evaluated, or that were not evaluated for long or by other
 * thresholds than those in force.
 */
async function tenantsThatSlid(ctx: HealthContext): Promise<string[]> {
  const { em, clock } = ctx;
  const now = clock.now();
  const day = windowStart(now, 'minute', 1440);
  const week = daysBack(now, 7);
  const weekOfHours = windowStart(now, 'hour', 168);
  // What was in a window at the evaluation: 24 hours or 7 days before it, with a step to spare.
  const rows = await executeSql<{ tenant_id: string }>(
    em,
    `select s.tenant_id from tenant_summary s
     where s.evaluated_at is null or s.evaluated_at < ?::timestamptz
       or s.evaluated_with is distinct from ${thresholdsHashSql}
       or (s.executions_24h > 0 and exists (
         select from tenant_minute m where m.tenant_id = s.tenant_id
           and m.starts_at >= s.evaluated_at - interval '24 hours 1 minute' and m.starts_at < ?::timestamptz
           and m.executions > 0))
       or (s.executions_7d > 0 and s.evaluated_at < ?::timestamptz and exists (
         select from tenant_hour h where h.tenant_id = s.tenant_id
           and h.starts_at >= s.evaluated_at - interval '7 days 1 hour' and h.starts_at < ?::timestamptz
           and h.executions > 0))
       or (s.drift_7d > 0 and exists (
         select from drift_minute d where d.tenant_id = s.tenant_id
           and d.starts_at >= s.evaluated_at - interval '7 days 1 minute' and d.starts_at < ?::timestamptz))
       or (s.credential_failures_7d > 0 and exists (
         select from credential_minute c where c.tenant_id = s.tenant_id
           and c.starts_at >= s.evaluated_at - interval '7 days 1 minute' and c.starts_at < ?::timestamptz))
     order by s.tenant_id`,
    [
      new Date(now.getTime() - maximumAgeMs),
      JSON.stringify(await riskThresholds(ctx)),
      day,
      floorTo('hour', now),
      weekOfHours,
      week,
      week,
    ],
  );
  return rows.map(({ tenant_id }) => tenant_id);
}
