import { Migration } from '@mikro-orm/migrations';

const nameKey = '(lower(name) collate "C")';

/**
 * A figure that changes with every batch of events, coarsely, so that an index in its order changes seldom: the first of
 * all are among the first by class. Null for who has no place in that order.
 */
function classOf(figure: string, hasPlace: string, value: string): string {
  return `${figure}_class smallint null
    generated always as (case when ${hasPlace} then ${value}::smallint end) stored`;
}

/** Eight classes for each factor of e, about 13 % apart. */
function logarithm(figure: string): string {
  return `floor(8 * ln(${figure}::double precision))`;
}

// In the order in which they stand, which is what a reader of the whole fleet pays for: what it adds up is of fixed width
// and comes first, so that nothing behind it is unpacked.
const columns = [
  'tenant_id uuid not null',
  `is_listed boolean not null
     generated always as (coalesce(name is not null and status <> 'DELETED', false)) stored`,
  'is_demo boolean not null default false',
  'is_delinquent boolean not null default false',
  'is_trialing boolean not null default false',
  'is_at_risk boolean not null default false',
  'last_activity_at timestamptz null',
  'storage_bytes bigint null',
  'executions_24h bigint not null default 0',
  'failures_24h bigint not null default 0',
  'executions_7d bigint not null default 0',
  'drift_7d bigint not null default 0',
  'credential_failures_7d bigint not null default 0',
  `failure_rate_24h double precision null
     generated always as (failures_24h::double precision / nullif(executions_24h, 0)) stored`,
  classOf('executions_24h', 'executions_24h > 0', logarithm('executions_24h')),
  classOf('executions_7d', 'executions_7d > 0', logarithm('executions_7d')),
  classOf(
    'failure_rate_24h',
    'failures_24h > 0 and executions_24h >= 20',
    'floor(100 * failures_24h::double precision / executions_24h)',
  ),
  'last_event_at timestamptz null',
  'last_drift_at timestamptz null',
  'last_credential_failure_at timestamptz null',
  'workflows bigint null',
  'environments bigint null',
  'counted_at timestamptz null',
  'risk_score double precision not null default 0',
  'at_risk_since timestamptz null',
  'evaluated_at timestamptz null',
  'evaluated_with bigint null',
  'created_at timestamptz null',
  'mrr_cents bigint not null default 0',
  'delinquent_since timestamptz null',
  'overdue_cents bigint not null default 0',
  'tenant_version integer not null default 0',
  'subscription_version integer not null default 0',
  'status text null',
  'name text null',
  'slug text null',
  'plan_key text null',
  'plan_name text null',
  `currency text not null default 'EUR'`,
  `risk_state text not null default 'OK'`,
  `clauses jsonb not null default '[]'`,
];

/** Those copied as they are; by which thresholds a tenant was evaluated is known again after its next evaluation. */
const copied = columns
  .filter((column) => !/generated|evaluated_with/.test(column))
  .map((column) => column.slice(0, column.indexOf(' ')))
  .join(', ');

interface Index {
  name: string;
  keys: string;
  where: string;
}

function byFigure(isListed: string): Index[] {
  return [
    {
      name: 'drift',
      keys: `drift_7d desc, last_drift_at desc, ${nameKey}, tenant_id`,
      where: `drift_7d > 0 and ${isListed}`,
    },
    {
      name: 'credential_failures',
      keys: `credential_failures_7d desc, last_credential_failure_at desc, ${nameKey}, tenant_id`,
      where: `credential_failures_7d > 0 and ${isListed}`,
    },
    {
      name: 'workflows',
      keys: `workflows desc, ${nameKey}, tenant_id`,
      where: `workflows > 0 and ${isListed}`,
    },
    {
      name: 'environments',
      keys: `environments desc, ${nameKey}, tenant_id`,
      where: `environments > 0 and ${isListed}`,
    },
  ];
}

const byName: Index[] = [
  { name: 'risk', keys: `risk_score desc, ${nameKey}, tenant_id`, where: 'name is not null' },
  { name: 'name', keys: `${nameKey}, tenant_id`, where: 'name is not null' },
];

const classes = ['executions_24h_class', 'executions_7d_class', 'failure_rate_24h_class'];

const added: Index[] = [
  ...classes.map((name) => ({ name, keys: `${name} desc`, where: `${name} is not null and is_listed` })),
  ...['last_drift', 'last_credential_failure'].map((name) => ({
    name,
    keys: `${name}_at`,
    where: `${name}_at is not null and is_listed`,
  })),
  {
    name: 'at_risk',
    keys: `risk_score desc, ${nameKey}, tenant_id) include (risk_state`,
    where: 'is_at_risk and is_listed',
  },
];

/**
 * Rows of half the width in an order that is cheap to read: thresholds are remembered by their hash, and whether the
 * tenant counts as one of the fleet is a column. With indexes for what concerns few tenants or changes seldom.
 */
export class Migration20261121170000_arrange_tenant_summary extends Migration {
  override async up(): Promise<void> {
    this.addSql('alter table usage_report drop constraint usage_report_tenant_fkey');
    this.addSql('alter table tenant_summary rename to tenant_summary_before');
    this.addSql('alter table tenant_summary_before rename constraint tenant_summary_pkey to before_pkey');
    this.addSql(`
      create table tenant_summary (
        ${columns.join(', ')},
        constraint tenant_summary_pkey primary key (tenant_id),
        constraint tenant_summary_risk_state_check check (risk_state in ('OK', 'WARN', 'CRITICAL'))
      ) with (fillfactor = 70)`);
    this.addSql(`insert into tenant_summary (${copied}) select ${copied} from tenant_summary_before`);
    this.addSql('drop table tenant_summary_before');
    this.addSql(`
      alter table usage_report add constraint usage_report_tenant_fkey foreign key (tenant_id)
        references tenant_summary (tenant_id) on delete cascade`);
    this.addSql('create index tenant_summary_slug on tenant_summary (slug)');
    this.#create([...byName, ...byFigure('is_listed'), ...added]);
  }

  override async down(): Promise<void> {
    for (const { name } of [...byFigure('is_listed'), ...added]) {
      this.addSql(`drop index tenant_summary_${name}`);
    }
    for (const column of [...classes, 'is_listed']) {
      this.addSql(`alter table tenant_summary drop column ${column}`);
    }
    this.addSql('alter table tenant_summary alter column evaluated_with type jsonb using null');
    this.#create(byFigure(`name is not null and status <> 'DELETED'`));
  }

  #create(indexes: readonly Index[]): void {
    for (const { name, keys, where } of indexes) {
      this.addSql(`create index tenant_summary_${name} on tenant_summary (${keys}) where ${where}`);
    }
  }
}
