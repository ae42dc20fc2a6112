import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { InvariantError } from '@intendant/kit/errors';
import { enqueue } from '@intendant/kit/jobs/enqueue';
import type { HealthContext } from '../context.ts';
import { floorTo, hourMs } from '../rollup/time-window.ts';
import { measurementsAtOnce, type UsageFigures, type UsageMeasurement } from './usage-measurement.ts';

/** After how long a tenant is reported again although nothing changed: for a billing that lost what it was told. */
const repeatedAfterMs = 6 * hourMs;

interface Due {
  tenantId: string;
  figures: UsageFigures;
}

interface Page {
  tenants: number;
  last: string | null;
  due: Due[];
}

/**
 * Hands what tenants use over to billing, in jobs of 500 tenants at most: of those whose figures are not the ones
 * reported last, and of all every six hours. Goes through the tenants by id; each 500 are a transaction of their own
 * with three statements, one when there is nothing to report, so that a run that breaks off leaves to the next what it
 * did not come to.
 */
export async function reportUsage(ctx: HealthContext): Promise<void> {
  let after: string | null = null;
  do {
    after = await reportSome(ctx, after);
  } while (after !== null);
}

/** Reports of the next tenants. Returns the last of them, null when there are no more. */
async function reportSome(ctx: HealthContext, after: string | null): Promise<string | null> {
  return ctx.em.transactional(
    async (em) => {
      const now = ctx.clock.now();
      const { tenants, last, due } = await readPage(em, after, now);
      if (due.length > 0) {
        const measuredAt = now.toISOString();
        const measurements: UsageMeasurement[] = due.map(({ tenantId, figures }) => ({
          tenantId,
          measuredAt,
          ...figures,
        }));
        await enqueue(em, 'billing:record-usage', { measurements });
        await rememberReport(em, due, now);
      }
      return tenants < measurementsAtOnce ? null : last;
    },
    { clear: true },
  );
}

async function readPage(em: EntityManager, after: string | null, now: Date): Promise<Page> {
  const dayStart = floorTo('day', now);
  const monthStart = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()));
  // Events may be minutes ahead of our clock: what lies in tomorrow is reported tomorrow. The lock keeps a tenant from
  // being removed between being read and being remembered.
  const [page] = await executeSql<Page>(
    em,
    `with page as materialized (
       select tenant_id from tenant_summary
       where name is not null and (?::uuid is null or tenant_id > ?::uuid) order by tenant_id limit ?),
     due as (
       select s.tenant_id, f.figures
       from page join tenant_summary s using (tenant_id)
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
       where u.tenant_id is null or u.figures <> f.figures or u.reported_at <= ?::timestamptz
       for key share of s)
     select (select count(*)::integer from page) as tenants,
       (select tenant_id from page order by tenant_id desc limit 1) as last,
       (select coalesce(
          json_agg(json_build_object('tenantId', tenant_id, 'figures', figures) order by tenant_id), '[]')
        from due) as due`,
    [
      ...[after, after, measurementsAtOnce],
      ...[dayStart, monthStart, dayStart],
      ...[monthStart.toISOString(), dayStart.toISOString()],
      new Date(now.getTime() - repeatedAfterMs),
    ],
  );
  if (!page) {
    throw new InvariantError('A page is one row.');
  }
  return page;
}

/** Of two reports at once the later measurement is remembered, as it is the one that billing keeps. */
async function rememberReport(em: EntityManager, due: readonly Due[], now: Date): Promise<void> {
  await executeSql(
    em,
    `insert into usage_report (tenant_id, figures, reported_at)
     select "tenantId", figures, ? from jsonb_to_recordset(?::jsonb) as r ("tenantId" uuid, figures jsonb)
     on conflict (tenant_id) do update set figures = excluded.figures, reported_at = excluded.reported_at
     where usage_report.reported_at <= excluded.reported_at`,
    [now, JSON.stringify(due)],
  );
}
