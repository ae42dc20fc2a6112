import { Migration } from '@mikro-orm/migrations';

/** Raw events in daily partitions, and the keys that tell a repeat from a new event. */
export class Migration20261121091000_create_events extends Migration {
  override async up(): Promise<void> {
    // Not partitioned by time: a time-partitioned table cannot hold this uniqueness, and a repeat may lie about its time.
    this.addSql(`
      create table event_key (
        source text not null,
        id text not null,
        received_at timestamptz not null,
        constraint event_key_pkey primary key (source, id)
      )`);
    this.addSql('create index event_key_received_at on event_key using brin (received_at)');

    this.addSql(`
      create table event (
        tenant_id uuid not null,
        occurred_at timestamptz not null,
        type text not null,
        source text not null,
        id text not null,
        received_at timestamptz not null,
        data jsonb not null
      ) partition by range (occurred_at)`);
    this.addSql('create index event_tenant on event (tenant_id, occurred_at)');

    // Attaching takes a lock that lets ingestion go on, where creating the partition in place would stop it.
    this.addSql(`
      create function create_event_partition(day date) returns void language plpgsql as $$
      declare
        name text := 'event_' || to_char(day, 'YYYYMMDD');
      begin
        perform pg_advisory_xact_lock(hashtextextended('health event partition', 0));
        if to_regclass(name) is null then
          execute format('create table %I (like event including defaults)', name);
          execute format('alter table event attach partition %I for values from (%L) to (%L)',
            name, day || ' 00:00Z', (day + 1) || ' 00:00Z');
        end if;
      end $$`);

    // Which tenants a batch touched, and the latest times it brought; the evaluator consumes the rows.
    this.addSql(`
      create table evaluation_due (
        position bigint generated always as identity,
        tenant_ids uuid[] not null,
        last_event_at timestamptz[] not null,
        last_activity_at timestamptz[] not null,
        last_drift_at timestamptz[] not null,
        last_credential_failure_at timestamptz[] not null,
        constraint evaluation_due_pkey primary key (position)
      )`);
  }

  override async down(): Promise<void> {
    this.addSql('drop table evaluation_due');
    this.addSql('drop function create_event_partition(date)');
    this.addSql('drop table event');
    this.addSql('drop table event_key');
  }
}
