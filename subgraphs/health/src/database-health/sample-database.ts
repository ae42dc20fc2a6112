import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';

/** Notes the connections and the size of the control database; several samples of a minute are one. */
export async function sampleDatabase({ em }: HealthContext, minute: Date): Promise<void> {
  await executeSql(
    em,
    `insert into database_sample as s (starts_at, connections, size_bytes)
     select ?::timestamptz, count(*), pg_database_size(current_database())
     from pg_stat_activity where backend_type = 'client backend'
     on conflict (starts_at) do update set
       connections = greatest(s.connections, excluded.connections), size_bytes = excluded.size_bytes`,
    [minute],
  );
}
