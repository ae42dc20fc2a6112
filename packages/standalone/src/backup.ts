import { recordedBackup } from '@intendant/kit/backup/recorded-backup';
import { systemClock } from '@intendant/kit/clock';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { initOrm } from '@intendant/kit/database/orm';
import { platformModule } from '@intendant/kit/database/platform-module';
import { backUpDatabase, type Backup } from '@intendant/kit/backup/back-up-database';
import { runMain } from '@intendant/kit/env';
import { createLog } from '@intendant/kit/log';
import { readEnv } from './env.ts';
import { borrowControlDatabase } from './instance/control-database.ts';
import { parseCommand } from './terminal/parse-command.ts';

const usage = `
Backs the control database up now, whether an instance is running or not.

  npm run backup

The archive is a folder in INTENDANT_BACKUP_DIR (default: backups in the data directory). It does not hold the secret key:
keep that apart. The database is left as it is: nothing is migrated. docs/backup-and-restore.md tells the rest.
`;

/** As the administrator, so that a database of an earlier version can be backed up before it is migrated. */
async function backUp(adminUrl: string, directory: string): Promise<Backup> {
  const orm = await initOrm(platformModule, { url: adminUrl, poolSize: 2 });
  try {
    const em = orm.em.fork();
    const [row] = await executeSql<{ known: boolean }>(
      em,
      `select to_regprocedure('platform.start_backup_run(timestamptz)') is not null as known`,
    );
    return row?.known
      ? await recordedBackup(em, { url: adminUrl, directory, clock: systemClock })
      : await backUpDatabase({ url: adminUrl, directory, now: systemClock.now() });
  } finally {
    await orm.close(true);
  }
}

await runMain(async () => {
  parseCommand({}, usage);
  const env = readEnv();
  const log = createLog({ name: 'intendant', level: env.logLevel, destination: process.stderr });
  const database = await borrowControlDatabase(env, log);
  try {
    const { path, rows, sizeBytes } = await backUp(database.adminUrl, env.backupDir);
    const size = (sizeBytes / 1e6).toFixed(1);
    process.stdout.write(`Backed up ${rows.toLocaleString('en-GB')} rows (${size} MB) to ${path}\n`);
  } finally {
    await database.stop();
  }
});
process.exit();
