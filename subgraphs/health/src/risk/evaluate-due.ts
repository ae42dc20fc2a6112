import { executeSql } from '@intendant/kit/database/execute-sql';
import { notify } from '@intendant/kit/pubsub/notify';
import type { HealthContext } from '../context.ts';
import { healthChangedTopic, messagesFor } from '../live/health-changed.ts';
import { evaluateTenants, lockEvaluations, type LatestTimes } from './evaluate-tenants.ts';

const batchesAtOnce = 500;

interface DueRow {
  tenant_id: string;
  lastEventAt: string | null;
  lastActivityAt: string | null;
  lastDriftAt: string | null;
  lastCredentialFailureAt: string | null;
}

/**
 * Evaluates every tenant that ingested events touched since it was evaluated last. What is due is kept in the
 * database, so a process that dies leaves it to the next.
 */
export async function evaluateDue(ctx: HealthContext): Promise<void> {
  while ((await evaluateSome(ctx)) === batchesAtOnce) {
    // Each round is a transaction of its own, so that a long backlog does not hold the lock throughout.
  }
}

/** Returns how many batches it took; fewer than `batchesAtOnce` means that none was left. */
async function evaluateSome(ctx: HealthContext): Promise<number> {
  return ctx.em.transactional(
    async (em) => {
      await lockEvaluations(em);
      const rows = await executeSql<DueRow & { batches: number }>(
        em,
        `with taken as (
           delete from evaluation_due where position in (
             select position from evaluation_due order by position limit ? for update skip locked)
           returning *)
         select (select count(*)::integer from taken) as batches, tenant_id, max(e) as "lastEventAt",
           max(a) as "lastActivityAt", max(d) as "lastDriftAt", max(c) as "lastCredentialFailureAt"
         from taken,
           unnest(tenant_ids, last_event_at, last_activity_at, last_drift_at, last_credential_failure_at)
             as t (tenant_id, e, a, d, c)
         group by tenant_id`,
        [batchesAtOnce],
      );
      const latest = new Map<string, LatestTimes>(rows.map(({ tenant_id, ...times }) => [tenant_id, times]));
      if (latest.size > 0) {
        await evaluateTenants(ctx, em, [...latest.keys()], latest);
        for (const message of messagesFor(new Set(latest.keys()))) {
          await notify(em, healthChangedTopic, message);
        }
      }
      return rows[0]?.batches ?? 0;
    },
    { clear: true },
  );
}
