import { Migration } from '@mikro-orm/migrations';

const nameKey = '(lower(name) collate "C")';

interface Count {
  index: string;
  column: string;
  times: string;
  lastAt: string;
  /** Where what happened is kept by the minute, and the column that names what it happened to. */
  table: string;
  thing: string;
}

const counts: readonly Count[] = [
  {
    index: 'drift',
    column: 'drifted_environments_7d',
    times: 'drift_7d',
    lastAt: 'last_drift_at',
    table: 'drift_minute',
    thing: 'environment',
  },
  {
    index: 'credential_failures',
    column: 'failing_credentials_7d',
    times: 'credential_failures_7d',
    lastAt: 'last_credential_failure_at',
    table: 'credential_minute',
    thing: 'credential',
  },
];

/** On how many environments drift was detected and how many credentials failed, not only how often; ranked by that. */
export class Migration20261122060100_count_what_fails extends Migration {
  override async up(): Promise<void> {
    for (const { index, column, times, lastAt, table, thing } of counts) {
      this.addSql(`alter table tenant_summary add column ${column} integer not null default 0`);
      // Over the window of the last evaluation, so that the new figure agrees with those beside it.
      this.addSql(`
        update tenant_summary s set ${column} = (
          select count(distinct m.${thing}) from ${table} m
          where m.tenant_id = s.tenant_id
            and m.starts_at >= date_trunc('minute', s.evaluated_at) - interval '7 days' + interval '1 minute')
        where s.${times} > 0`);
      this.addSql(`drop index tenant_summary_${index}`);
      this.#createIndex(index, `${column} desc, ${times} desc, ${lastAt} desc`, `${column} > 0`);
    }
  }

  override async down(): Promise<void> {
    for (const { index, column, times, lastAt } of counts) {
      this.addSql(`drop index tenant_summary_${index}`);
      this.addSql(`alter table tenant_summary drop column ${column}`);
      this.#createIndex(index, `${times} desc, ${lastAt} desc`, `${times} > 0`);
    }
  }

  #createIndex(name: string, keys: string, condition: string): void {
    this.addSql(`
      create index tenant_summary_${name} on tenant_summary (${keys}, ${nameKey}, tenant_id)
      where ${condition} and is_listed`);
  }
}
