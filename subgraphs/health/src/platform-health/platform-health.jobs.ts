import { executeSql } from '@intendant/kit/database/execute-sql';
import { notify } from '@intendant/kit/pubsub/notify';
import type { HealthContext } from '../context.ts';
import { sampleDatabase } from '../database-health/sample-database.ts';
import { sampleStatements } from '../database-health/sample-statements.ts';
import { platformChangedTopic } from '../live/health-changed.ts';
import { floorTo } from '../rollup/time-window.ts';

/** Samples the queue, the database and its statements once a minute; several samples of a minute are one. */
export async function samplePlatform(ctx: HealthContext): Promise<void> {
  const minute = floorTo('minute', ctx.clock.now());
  await sampleQueue(ctx, minute);
  await sampleDatabase(ctx, minute);
  await sampleStatements(ctx, minute);
  await notify(ctx.em, platformChangedTopic);
}

async function sampleQueue({ em }: HealthContext, minute: Date): Promise<void> {
  await executeSql(
    em,
    `insert into queue_sample (starts_at, depth, oldest_job_age_seconds)
     select ?::timestamptz, depth, extract(epoch from clock_timestamp() - oldest_run_at) from platform.queue_state()
     on conflict (starts_at) do update set
       depth = excluded.depth, oldest_job_age_seconds = excluded.oldest_job_age_seconds`,
    [minute],
  );
}
