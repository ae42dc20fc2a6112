import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { enqueue } from '@intendant/kit/jobs/enqueue';
import type { HealthContext } from '../context.ts';
import { floorTo, hourMs } from '../rollup/time-window.ts';
import { measurementsAtOnce, type UsageFigures, type UsageMeasurement } from './usage-measurement.ts';

/** After how long a tenant is reported again although nothing changed: for a billing that lost what it was told. */
const repeatedAfterMs = 6 * hourMs;

interface Row {
  tenantId: string;
  figures: UsageFigures;
}

/**
 * Hands what tenants use over to billing, in jobs of 500 tenants at most: of those whose figures are not the ones
 * reported last, and of all every six hours. Each batch is a transaction of its own with three statements, whatever its
 * size, so that a run that breaks off leaves to the next what it did not come to.
 */
export async function reportUsage(ctx: HealthContext): Promise<void> {
  let after: string | null = null;
  do {
    after = await reportSome(ctx, after);
  } while (after !== null);
}

/** Reports the next tenants by id. Returns the last of them, null when there are no more. */
async function reportSome(ctx: HealthContext, after: string | null): Promise<string | null> {
  return ctx.em.transactional(
    async (em) => {
      const now = ctx.clock.now();
      const rows = await readDue(em, after, now);
      if (rows.length > 0) {
        const measuredAt = now.toISOString();
        const measurements: UsageMeasurement[] = rows.map(({ tenantId, figures }) => ({
          tenantId,
          measuredAt,
          ...figures,
        }));
        await enqueue(em, 'billing:record-usage', { measurements });
        await rememberReport(em, rows, now);
      }
      return rows.length < measurementsAtOnce ? null : (rows.at(-1)?.tenantId ?? null);
    },
    { clear: true },
  );
}

function readDue(em: EntityManager, after: string | null, now: Date): Promise<Row[]> {
  const dayStart = floorTo('day', now);
  const monthStart = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()));
  // Events may be minutes ahead of our clock: what lies in tomorrow is reported tomorrow. The lock keeps a tenant from
  // being removed between being read and being remembered.
  return executeSql<Row>(
    em,
    `select s.tenant_id as "tenantId", f.figures
     from tenant_summary s
     left join tenant_resources r on r.tenant_id = s.tenant_id
     left join usage_report u on u.tenant_id = s.tenant_id
     cross join lateral (
       select coalesce(sum(executions), 0) as executions,
         coalesce(sum(api_requests) filter (where starts_at = ?::timestamptz), 0) as api_requests
       from tenant_day
       where tenant_id = s.tenant_id and starts_at >= ?::timestamptz and starts_at <= ?::timestamptz) as d
     cross join lateral (
       select jsonb_build_object(
         'executionsMonth', d.executions, 'monthStart', ?::text, 'apiRequestsDay', d.api_requests,
         'dayStart', ?::text, 'workflows', r.workflows, 'environments', r.environments,
         'storageBytes', r.storage_bytes) as figures) as f
     where s.name is not null and (?::uuid is null or s.tenant_id > ?::uuid)
       and (u.tenant_id is null or u.figures <> f.figures or u.reported_at <= ?::timestamptz)
     order by s.tenant_id limit ?
     for key share of s`,
    [
      ...[dayStart, monthStart, dayStart],
      ...[monthStart.toISOString(), dayStart.toISOString()],
      ...[after, after],
      new Date(now.getTime() - repeatedAfterMs),
      measurementsAtOnce,
    ],
  );
}

/** Of two reports at once the later measurement is remembered, as it is the one that billing keeps. */
async function rememberReport(em: EntityManager, rows: readonly Row[], now: Date): Promise<void> {
  await executeSql(
    em,
    `insert into usage_report (tenant_id, figures, reported_at)
     select "tenantId", figures, ? from jsonb_to_recordset(?::jsonb) as r ("tenantId" uuid, figures jsonb)
     on conflict (tenant_id) do update set figures = excluded.figures, reported_at = excluded.reported_at
     where usage_report.reported_at <= excluded.reported_at`,
    [now, JSON.stringify(rows)],
  );
}
