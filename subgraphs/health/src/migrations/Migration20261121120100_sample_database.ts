import { Migration } from '@mikro-orm/migrations';

/** Samples of the control database by minute, and the statements that took most time in each of the last 60. */
export class Migration20261121120100_sample_database extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table database_sample (
        starts_at timestamptz not null,
        connections integer not null,
        size_bytes bigint not null,
        constraint database_sample_pkey primary key (starts_at)
      )`);
    // When the snapshot of all statements was taken, and of which counters: those of another start or before a reset
    // cannot be compared with it.
    this.addSql(`
      create table statement_baseline (
        is_only boolean not null default true,
        taken_at timestamptz not null,
        server_started_at timestamptz not null,
        stats_reset timestamptz null,
        constraint statement_baseline_pkey primary key (is_only),
        constraint statement_baseline_is_only_check check (is_only)
      )`);
    this.addSql(`
      create table statement_minute (
        starts_at timestamptz not null,
        user_id oid not null,
        query_id bigint not null,
        calls bigint not null,
        total_ms double precision not null,
        constraint statement_minute_pkey primary key (starts_at, user_id, query_id)
      )`);
    this.addSql(`
      create table statement_text (
        query_id bigint not null,
        text text not null,
        constraint statement_text_pkey primary key (query_id)
      )`);
  }

  override async down(): Promise<void> {
    for (const table of ['statement_text', 'statement_minute', 'statement_baseline', 'database_sample']) {
      this.addSql(`drop table ${table}`);
    }
  }
}
