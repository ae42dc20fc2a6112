import { Migration } from '@mikro-orm/migrations';

/** What the gateways saw of the services behind them, and what their rate limits refused. */
export class Migration20261121120000_create_gateway_figures extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table service_minute (
        starts_at timestamptz not null,
        service text not null,
        requests bigint not null,
        errors bigint not null,
        last_answer_at timestamptz null,
        latencies numeric not null,
        constraint service_minute_pkey primary key (starts_at, service)
      )`);
    // Each gateway tells the most it has seen of a minute so far, so what they saw adds up only when they are told apart.
    this.addSql(`
      create table rate_limit_minute (
        tenant_id uuid not null,
        starts_at timestamptz not null,
        caller_id text not null,
        kind text not null,
        gateway_id text not null,
        is_api_key boolean not null,
        caller_name text not null,
        rejected bigint not null,
        offered bigint not null,
        limit_per_minute bigint not null,
        constraint rate_limit_minute_pkey primary key (tenant_id, starts_at, caller_id, kind, gateway_id),
        constraint rate_limit_minute_kind_check check (kind in ('REQUESTS', 'EVENTS'))
      )`);
    this.addSql('create index rate_limit_minute_starts_at on rate_limit_minute (starts_at)');
  }

  override async down(): Promise<void> {
    this.addSql('drop table rate_limit_minute');
    this.addSql('drop table service_minute');
  }
}
