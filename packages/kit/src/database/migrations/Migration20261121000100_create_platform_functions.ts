import { Migration } from '@mikro-orm/migrations';

const definer = `security definer set search_path = pg_catalog, pg_temp`;

/** The only way into the platform's tables for the subgraphs' roles; each runs with the rights of the jobs role. */
export class Migration20261121000100_create_platform_functions extends Migration {
  override up(): void {
    this.addSql(`
      create function platform.publish(
        p_id uuid, p_type text, p_aggregate_type text, p_aggregate_id text, p_tenant_id uuid, p_data jsonb,
        p_occurred_at timestamptz, p_request_id text
      ) returns integer language plpgsql ${definer} as $$
      declare
        next_version integer;
        envelope json;
      begin
        insert into platform.aggregate as a
          (aggregate_type, aggregate_id, version, event_id, event_type, tenant_id, data, occurred_at, request_id)
        values (p_aggregate_type, p_aggregate_id, 1, p_id, p_type, p_tenant_id, p_data, p_occurred_at, p_request_id)
        on conflict (aggregate_type, aggregate_id) do update set
          version = a.version + 1, event_id = excluded.event_id, event_type = excluded.event_type,
          tenant_id = excluded.tenant_id, data = excluded.data, occurred_at = excluded.occurred_at,
          request_id = excluded.request_id
        returning a.version into next_version;

        insert into platform.event
          (id, type, aggregate_type, aggregate_id, version, tenant_id, data, occurred_at, request_id)
        values
          (p_id, p_type, p_aggregate_type, p_aggregate_id, next_version, p_tenant_id, p_data, p_occurred_at,
           p_request_id);

        envelope := platform.event_envelope(p_id, p_type, p_aggregate_type, p_aggregate_id, next_version,
          p_tenant_id, p_data, p_occurred_at, p_request_id);
        perform graphile_worker.add_job(c.consumer, envelope, max_attempts => 25)
          from platform.event_consumer c where c.event_type = p_type;
        return next_version;
      end $$`);

    this.addSql(`
      create function platform.event_envelope(
        p_id uuid, p_type text, p_aggregate_type text, p_aggregate_id text, p_version integer, p_tenant_id uuid,
        p_data jsonb, p_occurred_at timestamptz, p_request_id text
      ) returns json language sql stable as $$
        select json_build_object(
          'id', p_id, 'type', p_type, 'aggregateType', p_aggregate_type, 'aggregateId', p_aggregate_id,
          'version', p_version, 'tenantId', p_tenant_id, 'data', p_data,
          'occurredAt', to_char(p_occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'requestId', p_request_id)
      $$`);

    // A role reads the state of those aggregates whose events it consumes, and of no others.
    this.addSql(`
      create function platform.latest_event(p_aggregate_type text, p_aggregate_id text, p_match jsonb)
      returns json language sql stable ${definer} as $$
        select platform.event_envelope(a.event_id, a.event_type, a.aggregate_type, a.aggregate_id, a.version,
          a.tenant_id, a.data, a.occurred_at, a.request_id)
        from platform.aggregate a
        where a.aggregate_type = p_aggregate_type
          and (p_aggregate_id is null or a.aggregate_id = p_aggregate_id)
          and (p_match is null or a.data @> p_match)
          and exists (
            select from platform.event_consumer c
            where c.role_name = session_user
              and split_part(c.event_type, '.', 1) = split_part(a.event_type, '.', 1))
        order by a.occurred_at desc
        limit 1
      $$`);

    this.addSql(`
      create function platform.enqueue(
        p_task text, p_payload json, p_run_at timestamptz, p_job_key text, p_max_attempts integer, p_queue text
      ) returns void language sql ${definer} as $$
        select graphile_worker.add_job(p_task, p_payload, queue_name => p_queue, run_at => p_run_at,
          max_attempts => coalesce(p_max_attempts, 12), job_key => p_job_key)
      $$`);

    this.addSql(`
      create function platform.append_audit(
        p_id uuid, p_occurred_at timestamptz, p_action text, p_caller_kind text, p_caller_id text,
        p_caller_name text, p_actor_id text, p_actor_name text, p_target_type text, p_target_id text,
        p_target_name text, p_tenant_id uuid, p_request_id text, p_before jsonb, p_after jsonb
      ) returns void language sql ${definer} as $$
        insert into platform.audit_entry
          (id, occurred_at, action, caller_kind, caller_id, caller_name, actor_id, actor_name, target_type,
           target_id, target_name, tenant_id, request_id, before, after)
        values
          (p_id, p_occurred_at, p_action, p_caller_kind, p_caller_id, p_caller_name, p_actor_id, p_actor_name,
           p_target_type, p_target_id, p_target_name, p_tenant_id, p_request_id, p_before, p_after)
      $$`);

    this.addSql(`
      create function platform.get_settings(p_keys text[])
      returns table (key text, value jsonb) language sql stable ${definer} as $$
        select s.key, s.value from platform.setting s where s.key = any (p_keys)
      $$`);

    // Returns the value before, for the audit entry.
    this.addSql(`
      create function platform.set_setting(p_key text, p_value jsonb, p_updated_at timestamptz, p_updated_by text)
      returns jsonb language plpgsql ${definer} as $$
      declare
        previous jsonb;
      begin
        select s.value into previous from platform.setting s where s.key = p_key for update;
        insert into platform.setting (key, value, updated_at, updated_by)
        values (p_key, p_value, p_updated_at, p_updated_by)
        on conflict (key) do update set
          value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by;
        return previous;
      end $$`);

    // graphile-worker keeps no time of failure; a failed job's next run lies exp(attempts) seconds behind it.
    this.addSql(`
      create function platform.failed_at(p_run_at timestamptz, p_attempts integer)
      returns timestamptz language sql immutable as $$
        select p_run_at - exp(least(p_attempts, 10)) * interval '1 second'
      $$`);

    this.addSql(`
      create function platform.queue_state()
      returns table (depth bigint, oldest_run_at timestamptz, dead_letters bigint, dead_letters_24h bigint)
      language sql stable ${definer} as $$
        select
          count(*) filter (where attempts < max_attempts and run_at <= now()),
          min(run_at) filter (where attempts < max_attempts and run_at <= now()),
          count(*) filter (where attempts >= max_attempts and locked_at is null),
          count(*) filter (where attempts >= max_attempts and locked_at is null
                             and platform.failed_at(run_at, attempts) > now() - interval '24 hours')
        from graphile_worker.jobs
      $$`);

    this.addSql(`
      create function platform.dead_letters(p_limit integer)
      returns table (id bigint, task text, payload json, attempts integer, error text, created_at timestamptz,
                     failed_at timestamptz)
      language sql stable ${definer} as $$
        select j.id, t.identifier, j.payload, j.attempts::integer, j.last_error, j.created_at,
          platform.failed_at(j.run_at, j.attempts)
        from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where j.attempts >= j.max_attempts and j.locked_at is null
        order by j.run_at desc limit p_limit
      $$`);

    this.addSql(`
      create function platform.retry_dead_letter(p_id bigint) returns boolean language sql ${definer} as $$
        select exists (select from graphile_worker.reschedule_jobs(array[p_id], run_at => now(), attempts => 0))
      $$`);

    this.addSql(`revoke execute on all functions in schema platform from public`);
  }

  override down(): void {
    for (const name of [
      'retry_dead_letter',
      'dead_letters',
      'queue_state',
      'failed_at',
      'set_setting',
      'get_settings',
      'append_audit',
      'enqueue',
      'latest_event',
      'event_envelope',
      'publish',
    ]) {
      this.addSql(`drop function platform.${name}`);
    }
  }
}
