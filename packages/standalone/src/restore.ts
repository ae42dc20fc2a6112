import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { restoreDatabase } from '@intendant/kit/backup/restore-database';
import { postgresUrl, runMain } from '@intendant/kit/env';
import { createLog } from '@intendant/kit/log';
import { readEnv, readWorkingDirectory, type StandaloneEnv } from './env.ts';
import { startControlDatabase } from './instance/control-database.ts';
import { secretKeyOf } from './instance/data-directory.ts';
import { databaseModules } from './instance/modules.ts';
import { OperatorError } from './operator-error.ts';
import { parseCommand } from './terminal/parse-command.ts';

const usage = `
Restores a backup of the control database into an empty database, and brings it up to date.

  npm run restore -- <archive> [options]

  <archive>          The folder that npm run backup, or the schedule, made
  --database <url>   The empty database, with a user that may create roles (default: DATABASE_URL, or the embedded
                     PostgreSQL of INTENDANT_DATA_DIR, which must be new)
  --new-secret-key   Go on with a new secret key, because the old one is lost

Stop the instance before. Put the secret key of the old installation into the data directory, or set
INTENDANT_SECRET_KEY. docs/backup-and-restore.md tells the rest.
`;

/** A made-up key would make what was encrypted with the old one unreadable, without a word. */
function requireSecretKey(env: StandaloneEnv): void {
  const file = join(env.dataDir, 'secret.key');
  if (env.secretKey === null && !existsSync(file)) {
    throw new OperatorError(
      `There is no secret key: put the old installation's into ${file}, set INTENDANT_SECRET_KEY, or pass --new-secret-key if it is lost.`,
    );
  }
}

function addressOf(option: string): string {
  const parsed = postgresUrl.safeParse(option);
  if (!parsed.success) {
    throw new OperatorError(`--database ${parsed.error.issues[0]?.message}.`);
  }
  return parsed.data;
}

await runMain(async () => {
  const { values, positionals } = parseCommand(
    { database: { type: 'string' }, 'new-secret-key': { type: 'boolean', default: false } },
    usage,
  );
  const [archive, ...others] = positionals;
  if (archive === undefined || others.length > 0) {
    throw new OperatorError('Name one archive: npm run restore -- <archive>. Try --help.');
  }
  const env = readEnv();
  if (!values['new-secret-key']) {
    requireSecretKey(env);
  }
  const log = createLog({ name: 'intendant', level: env.logLevel, destination: process.stderr });
  const databaseUrl = values.database === undefined ? env.databaseUrl : addressOf(values.database);
  const database = await startControlDatabase({ ...env, databaseUrl }, log);
  try {
    const { manifest } = await restoreDatabase({
      archive: resolve(readWorkingDirectory(), archive),
      adminUrl: database.adminUrl,
      secretKey: secretKeyOf(env.dataDir, env.secretKey),
      modules: databaseModules,
      log,
    });
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(
      `Restored ${rows.toLocaleString('en-GB')} rows of ${manifest.database} as of ${manifest.takenAt}. npm start goes on from there.\n`,
    );
  } finally {
    await database.stop();
  }
});
process.exit();
