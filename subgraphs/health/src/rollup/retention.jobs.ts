import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import { createPartition } from '../ingestion/with-partitions-and-retries.ts';
import { deleteOldPlatformFigures } from '../system-metrics/platform-retention.ts';
import { deleteTenantRows } from '../tenant-summary/remove-tenant.ts';
import { dayMs, floorTo, hourMs } from './time-window.ts';

const partitionsAhead = 3;

/** Makes the partitions of today and the days to come before the first event of the day needs one. */
export async function createPartitions({ em, clock }: HealthContext): Promise<void> {
  for (let day = 0; day <= partitionsAhead; day += 1) {
    await createPartition(em, new Date(clock.now().getTime() + day * dayMs));
  }
}

// How long rows are kept, by their time column. Minutes are kept an hour longer than 48 hours, because the figures of
// "the 24 hours before the last 24" begin up to that hour back.
const retentions: readonly { tables: readonly string[]; column: string; keptMs: number }[] = [
  { tables: ['tenant_minute', 'fleet_minute', 'fleet_sample'], column: 'starts_at', keptMs: 49 * hourMs },
  { tables: ['gateway_flush'], column: 'received_at', keptMs: dayMs },
  { tables: ['event_key'], column: 'received_at', keptMs: 30 * dayMs },
  {
    tables: [
      'tenant_hour',
      'workflow_hour',
      'error_hour',
      'fleet_hour',
      'meter_hour',
      'drift_minute',
      'credential_minute',
    ],
    column: 'starts_at',
    keptMs: 90 * dayMs,
  },
  { tables: ['tenant_day', 'workflow_day'], column: 'starts_at', keptMs: 731 * dayMs },
];

const rawDaysKept = 90;

/** Deletes what is past its retention: rows of rollups and keys, and whole days of raw events. */
export async function applyRetention(ctx: HealthContext): Promise<void> {
  const { em, clock } = ctx;
  const now = clock.now().getTime();
  for (const { tables, column, keptMs } of retentions) {
    for (const table of tables) {
      await executeSql(em, `delete from ${table} where ${column} < ?`, [new Date(now - keptMs)]);
    }
  }
  await deleteOldPlatformFigures(em, clock.now());
  await dropPartitions(ctx);
  await deleteLeftovers(ctx);
}

/** Drops the partitions of days that lie completely past the retention of raw events. */
async function dropPartitions({ em, clock }: HealthContext): Promise<void> {
  const oldest = new Date(floorTo('day', clock.now()).getTime() - rawDaysKept * dayMs);
  const name = `event_${oldest.toISOString().slice(0, 10).replaceAll('-', '')}`;
  const partitions = await executeSql<{ name: string }>(
    em,
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'event'::regclass and c.relname < ? order by 1`,
    [name],
  );
  for (const partition of partitions) {
    // The name is ours: event_ and eight digits.
    await executeSql(em, `drop table if exists ${partition.name}`);
  }
}

/** A batch accepted while its tenant was being removed may have stored rows after the removal had passed by. */
async function deleteLeftovers({ em, clock }: HealthContext): Promise<void> {
  const gone = await executeSql<{ tenant_id: string }>(
    em,
    `select tenant_id from removed_tenant r
     where not exists (select from tenant_summary s where s.tenant_id = r.tenant_id and s.name is not null)`,
  );
  for (const { tenant_id: tenantId } of gone) {
    await em.transactional((tx) => deleteTenantRows(tx, tenantId));
  }
  await executeSql(em, 'delete from removed_tenant where removed_at < ?', [
    new Date(clock.now().getTime() - 2 * hourMs),
  ]);
}
