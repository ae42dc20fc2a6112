const stepOf = { minute: '1 minute', hour: '1 hour', day: '1 day' } as const;

type Step = keyof typeof stepOf;

// date_bin from the epoch is UTC whatever the session's time zone is, and cheaper than date_trunc.
function floor(column: string, step: Step): string {
  return `date_bin('${stepOf[step]}', ${column}, timestamptz '1970-01-01Z')`;
}

const counters = ['executions', 'failures', 'api_requests', 'api_errors'] as const;
const tenantCounters = [...counters, 'drift_detected', 'credential_failures'] as const;

function sums(columns: readonly string[]): string {
  return columns.map((column) => `sum(${column})`).join(', ');
}

function additions(table: string, columns: readonly string[]): string {
  return [...columns, 'durations']
    .map((column) => `${column} = ${table}.${column} + excluded.${column}`)
    .join(', ');
}

// Every upsert takes its rows in key order, so that concurrent batches wait for each other and never in a circle.
function mergeTenants(step: Step): string {
  const table = `tenant_${step}`;
  const columns = tenantCounters.join(', ');
  return `${table}_merge as (
    insert into ${table} (tenant_id, starts_at, ${columns}, durations)
    select tenant_id, ${floor('minute', step)}, ${sums(tenantCounters)}, sum(durations)
    from touched group by 1, 2 order by 1, 2
    on conflict (tenant_id, starts_at) do update set ${additions(table, tenantCounters)})`;
}

function mergeWorkflows(step: Step): string {
  const table = `workflow_${step}`;
  return `${table}_merge as (
    insert into ${table} (tenant_id, workflow, starts_at, executions, failures, durations, last_failed_at)
    select tenant_id, workflow, ${floor('minute', step)}, sum(executions), sum(failures), sum(durations),
      max(last_failed_at)
    from touched where workflow is not null group by 1, 2, 3 order by 1, 2, 3
    on conflict (tenant_id, workflow, starts_at) do update set
      ${additions(table, ['executions', 'failures'])},
      last_failed_at = greatest(${table}.last_failed_at, excluded.last_failed_at))`;
}

function mergeFleet(step: Exclude<Step, 'day'>): string {
  const table = `fleet_${step}`;
  return `${table}_merge as (
    insert into ${table} (starts_at, shard, ${counters.join(', ')}, durations)
    select ${floor('minute', step)}, (select shard from batch), ${sums(counters)}, sum(durations)
    from touched where executions + api_requests > 0 group by 1 order by 1
    on conflict (starts_at, shard) do update set ${additions(table, counters)})`;
}

const mergeErrors = `error_hour_merge as (
    insert into error_hour (tenant_id, workflow, code, starts_at, count, last_message, last_at)
    select tenant_id, name, code, ${floor('occurred_at', 'hour')}, count(*),
      (array_agg(message order by occurred_at desc))[1], max(occurred_at)
    from accepted where code is not null and type = 'execution.finished' group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (tenant_id, workflow, code, starts_at) do update set
      count = error_hour.count + excluded.count,
      last_message = case when excluded.last_at >= error_hour.last_at
        then excluded.last_message else error_hour.last_message end,
      last_at = greatest(error_hour.last_at, excluded.last_at))`;

/** Events that are rare beside executions; a batch without them is spared their part of the statement. */
const mergeStates = `drift_minute_merge as (
    insert into drift_minute (tenant_id, environment, starts_at, detections)
    select tenant_id, name, ${floor('occurred_at', 'minute')}, count(*)
    from accepted where type = 'drift.detected' group by 1, 2, 3 order by 1, 2, 3
    on conflict (tenant_id, environment, starts_at) do update set
      detections = drift_minute.detections + excluded.detections),
  environment_state_merge as (
    insert into environment_state (tenant_id, environment, last_detected_at, resolved_at, summary)
    select tenant_id, name, max(occurred_at) filter (where type = 'drift.detected'),
      max(occurred_at) filter (where type = 'drift.resolved'),
      (array_agg(message order by occurred_at desc) filter (where type = 'drift.detected'))[1]
    from accepted where type in ('drift.detected', 'drift.resolved') group by 1, 2 order by 1, 2
    on conflict (tenant_id, environment) do update set
      last_detected_at = greatest(environment_state.last_detected_at, excluded.last_detected_at),
      resolved_at = greatest(environment_state.resolved_at, excluded.resolved_at),
      summary = case when excluded.last_detected_at >=
        coalesce(environment_state.last_detected_at, '-infinity')
        then excluded.summary else environment_state.summary end),
  credential_minute_merge as (
    insert into credential_minute (tenant_id, credential, starts_at, failures)
    select tenant_id, name, ${floor('occurred_at', 'minute')}, count(*)
    from accepted where type = 'credential.failed' group by 1, 2, 3 order by 1, 2, 3
    on conflict (tenant_id, credential, starts_at) do update set
      failures = credential_minute.failures + excluded.failures),
  credential_state_merge as (
    insert into credential_state (tenant_id, credential, last_failed_at, recovered_at, error_message)
    select tenant_id, name, max(occurred_at) filter (where type = 'credential.failed'),
      max(occurred_at) filter (where type = 'credential.recovered'),
      (array_agg(message order by occurred_at desc) filter (where type = 'credential.failed'))[1]
    from accepted where type in ('credential.failed', 'credential.recovered') group by 1, 2 order by 1, 2
    on conflict (tenant_id, credential) do update set
      last_failed_at = greatest(credential_state.last_failed_at, excluded.last_failed_at),
      recovered_at = greatest(credential_state.recovered_at, excluded.recovered_at),
      error_message = case when excluded.last_failed_at >=
        coalesce(credential_state.last_failed_at, '-infinity')
        then excluded.error_message else credential_state.error_message end),
  tenant_resources_merge as (
    insert into tenant_resources (tenant_id, workflows, environments, storage_bytes, counted_at)
    select distinct on (tenant_id) tenant_id, (data->>'workflows')::bigint, (data->>'environments')::bigint,
      (data->>'storageBytes')::bigint, occurred_at
    from accepted where type = 'resources.counted' order by tenant_id, occurred_at desc
    on conflict (tenant_id) do update set
      workflows = excluded.workflows, environments = excluded.environments,
      storage_bytes = excluded.storage_bytes, counted_at = excluded.counted_at
    where tenant_resources.counted_at <= excluded.counted_at),
  meter_hour_merge as (
    insert into meter_hour (tenant_id, meter, starts_at, quantity)
    select tenant_id, name, ${floor('occurred_at', 'hour')}, sum((data->>'quantity')::numeric)
    from accepted where type = 'usage.recorded' group by 1, 2, 3 order by 1, 2, 3
    on conflict (tenant_id, meter, starts_at) do update set quantity = meter_hour.quantity + excluded.quantity)`;

// PostgreSQL runs these parts from the last to the first. The rows of the fleet, which most batches share, are locked
// last, and so for the shortest time.
function statement(hasStates: boolean): string {
  return `with batch as (
    select ?::timestamptz as received_at, ?::smallint as shard),
  input as materialized (
    select * from unnest(?::text[], ?::text[], ?::uuid[], ?::timestamptz[], ?::text[], ?::jsonb[], ?::text[],
      ?::boolean[], ?::numeric[], ?::text[], ?::text[])
      as i (source, id, tenant_id, occurred_at, type, data, name, is_failure, duration, code, message)),
  fresh as (
    insert into event_key (source, id, received_at)
    select source, id, (select received_at from batch) from input order by source, id
    on conflict do nothing returning source, id),
  accepted as materialized (select input.* from input join fresh using (source, id)),
  stored as (
    insert into event (tenant_id, occurred_at, type, source, id, received_at, data)
    select tenant_id, occurred_at, type, source, id, (select received_at from batch), data from accepted),
  touched as materialized (
    select tenant_id, ${floor('occurred_at', 'minute')} as minute,
      case when type = 'execution.finished' then name end as workflow,
      count(*) filter (where type = 'execution.finished') as executions,
      count(*) filter (where type = 'execution.finished' and is_failure) as failures,
      count(*) filter (where type = 'api.request') as api_requests,
      count(*) filter (where type = 'api.request' and is_failure) as api_errors,
      count(*) filter (where type = 'drift.detected') as drift_detected,
      count(*) filter (where type = 'credential.failed') as credential_failures,
      coalesce(sum(duration) filter (where type = 'execution.finished'), 0) as durations,
      max(occurred_at) filter (where type = 'execution.finished' and is_failure) as last_failed_at,
      max(occurred_at) as last_event_at,
      max(occurred_at) filter (where type in ('execution.finished', 'api.request')) as last_activity_at,
      max(occurred_at) filter (where type = 'drift.detected') as last_drift_at,
      max(occurred_at) filter (where type = 'credential.failed') as last_credential_failure_at
    from accepted group by 1, 2, 3),
  ${(['minute', 'hour'] as const).map(mergeFleet).join(',\n  ')},
  due as (
    insert into evaluation_due
      (tenant_ids, last_event_at, last_activity_at, last_drift_at, last_credential_failure_at)
    select array_agg(tenant_id), array_agg(e), array_agg(a), array_agg(d), array_agg(c)
    from (select tenant_id, max(last_event_at) as e, max(last_activity_at) as a, max(last_drift_at) as d,
            max(last_credential_failure_at) as c from touched group by 1) as t
    having count(*) > 0),
  ${(['minute', 'hour', 'day'] as const).map(mergeTenants).join(',\n  ')},
  ${(['hour', 'day'] as const).map(mergeWorkflows).join(',\n  ')},
  ${mergeErrors}${hasStates ? `,\n  ${mergeStates}` : ''}
  select count(*)::integer as accepted from fresh`;
}

/** Stores a batch: what is new among its events, and every rollup, in one statement and thus one transaction. */
export const ingestStatement = { executions: statement(false), all: statement(true) };
