import type pg from 'pg';

/** Days of history every tenant has. */
export const historyDays = 90;
const tenantsAtOnce = 500;
// Three latencies, of about 25, 160 and 1,100 ms, each a bucket of the histograms the product keeps in one number.
const histogram = (count: string): string =>
  [82, 102, 122].map((bucket) => `${count} * 1e${12 * bucket}::numeric`).join(' + ');

/**
 * Ninety days of rollups for every tenant, written as the ingestion would have: minutes of the last two days, hours of
 * ninety, days, workflows, errors, drift, credentials, resources. Raw events are left out, since no overview reads
 * them. Few tenants are active around the clock and many for an hour or two a day. Returns how many rows of hours there
 * are. The verdicts are then the product's own: every tenant is put in line for its evaluation.
 */
export async function writeHistory(client: pg.Client): Promise<number> {
  await client.query(`set search_path to health; set synchronous_commit to off`);
  const { rows } = await client.query<{ tenant_id: string }>(
    'select tenant_id from tenant_summary order by slug',
  );
  const ids = rows.map(({ tenant_id }) => tenant_id);
  for (let from = 0; from < ids.length; from += tenantsAtOnce) {
    const some = ids.slice(from, from + tenantsAtOnce);
    for (const sql of statements) {
      await client.query(sql, [some, from]);
    }
    await client.query(
      `insert into evaluation_due (tenant_ids, last_event_at, last_activity_at, last_drift_at, last_credential_failure_at)
       select array_agg(t), array_agg(now()), array_agg(now()), array_agg(null::timestamptz), array_agg(null::timestamptz)
       from unnest($1::uuid[]) as t`,
      [some],
    );
  }
  for (const step of ['minute', 'hour']) {
    await client.query(
      `insert into fleet_${step} (starts_at, shard, executions, failures, api_requests, api_errors, durations)
       select starts_at, 0, sum(executions), sum(failures), sum(api_requests), sum(api_errors), sum(durations)
       from tenant_${step} group by starts_at
       on conflict do nothing`,
    );
  }
  await client.query('analyze');
  const counted = await client.query<{ rows: number }>('select count(*)::integer as rows from tenant_hour');
  return counted.rows[0]?.rows ?? 0;
}

// Of every tenant: its place in the fleet, how many hours of a day it works, and what share of its executions fails.
const tenants = `tenant as (
  select id, n, 1 + floor(23 * power(h, 3))::integer as hours, case when n % 17 = 3 then 0.2 else 0.02 end as failing
  from (select id, $2::integer + position as n, abs(hashint8($2::integer + position))::double precision / 2147483648 as h
        from unnest($1::uuid[]) with ordinality as t (id, position)) as t)`;

function tenantRollup(step: 'minute' | 'hour', times: string, executions: number): string {
  return `with ${tenants}
    insert into tenant_${step} (tenant_id, starts_at, executions, failures, api_requests, api_errors,
      drift_detected, credential_failures, durations)
    select id, at, ${executions}, round(${executions} * failing), ${2 * executions}, 1, 0, 0, ${histogram('1')}
    from tenant, ${times} as at
    where (extract(hour from at at time zone 'UTC')::integer + n) % 24 < hours`;
}

const now = `date_trunc('hour', now())`;
const day = `date_trunc('day', now(), 'UTC')`;
const days = `generate_series(${day} - interval '${historyDays} days', ${day}, interval '1 day')`;

const statements = [
  tenantRollup('minute', `generate_series(${now} - interval '48 hours', ${now}, interval '10 minutes')`, 10),
  tenantRollup(
    'hour',
    `generate_series(${now} - interval '${historyDays} days', ${now}, interval '1 hour')`,
    60,
  ),
  `with ${tenants}
   insert into tenant_day (tenant_id, starts_at, executions, failures, api_requests, api_errors, drift_detected,
     credential_failures, durations)
   select id, at, 60 * hours, round(60 * hours * failing), 120 * hours, hours, 0, 0, ${histogram('hours')}
   from tenant, ${days} as at`,
  `with ${tenants}
   insert into workflow_day (tenant_id, workflow, starts_at, executions, failures, durations, last_failed_at)
   select id, 'workflow-' || w, at, 20 * hours, round(20 * hours * failing), ${histogram('hours')}, at
   from tenant, generate_series(1, 3) as w, ${days} as at`,
  `with ${tenants}
   insert into workflow_hour (tenant_id, workflow, starts_at, executions, failures, durations, last_failed_at)
   select id, 'workflow-' || w, at, 20, round(20 * failing), ${histogram('1')}, at
   from tenant, generate_series(1, 3) as w,
     generate_series(${now} - interval '8 days', ${now}, interval '1 hour') as at
   where (extract(hour from at at time zone 'UTC')::integer + n) % 24 < hours`,
  `with ${tenants}
   insert into error_hour (tenant_id, workflow, code, starts_at, count, last_message, last_at)
   select id, 'workflow-1', 'TIMEOUT', at, 4, 'The upstream did not answer.', at
   from tenant, generate_series(${now} - interval '3 days', ${now}, interval '6 hours') as at`,
  `with ${tenants}
   insert into drift_minute (tenant_id, environment, starts_at, detections)
   select id, 'production', ${now} - day * interval '1 day', 1 from tenant, generate_series(1, 6) as day where n % 23 = 5`,
  `with ${tenants}
   insert into environment_state (tenant_id, environment, last_detected_at, summary)
   select id, 'production', ${now} - interval '1 day', 'One variable has another value.' from tenant where n % 23 = 5`,
  `with ${tenants}
   insert into credential_minute (tenant_id, credential, starts_at, failures)
   select id, 'calendar', ${now} - day * interval '1 day', 2 from tenant, generate_series(1, 6) as day where n % 29 = 7`,
  `with ${tenants}
   insert into credential_state (tenant_id, credential, last_failed_at, error_message)
   select id, 'calendar', ${now} - interval '1 day', '401 Unauthorized' from tenant where n % 29 = 7`,
  `with ${tenants}
   insert into tenant_resources (tenant_id, workflows, environments, storage_bytes, counted_at)
   select id, 3 + hours, 1 + hours / 6, hours * 100000000::bigint, now() from tenant
   on conflict do nothing`,
  `update tenant_summary s set workflows = r.workflows, environments = r.environments,
     storage_bytes = r.storage_bytes, counted_at = r.counted_at
   from tenant_resources r where r.tenant_id = s.tenant_id and s.tenant_id = any ($1::uuid[]) and $2::integer >= 0`,
];
