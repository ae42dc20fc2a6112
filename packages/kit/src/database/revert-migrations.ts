import pg from 'pg';
import type { DatabaseModule } from './database-module.ts';
import { initOrm } from './orm.ts';

export interface RevertOptions {
  adminUrl: string;
  /** The module's own role. */
  url: string;
  /** How many migrations to take back; all unless given. */
  steps?: number;
}

/** Takes back a module's newest migrations, newest first. The next installation runs them again. */
export async function revertMigrations(
  module: DatabaseModule,
  { adminUrl, url, steps }: RevertOptions,
): Promise<string[]> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    // First, so that an interrupted revert is noticed as well.
    await admin.query('delete from platform.installation where part = $1', [module.name]);
  } finally {
    await admin.end();
  }
  const orm = await initOrm(module, { url, poolSize: 2, statementTimeoutMs: 0 });
  try {
    const migrator = orm.getMigrator();
    const executed = (await migrator.getExecutedMigrations()).map(({ name }) => name).reverse();
    const names = executed.slice(0, steps);
    if (names.length > 0) {
      await migrator.down({ migrations: names });
    }
    return names;
  } finally {
    await orm.close(true);
  }
}
