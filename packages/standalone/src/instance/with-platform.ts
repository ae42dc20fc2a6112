import { createLog } from '@intendant/kit/log';
import { readEnv } from '../env.ts';
import { borrowControlDatabase, type ControlDatabase } from './control-database.ts';
import { secretKeyOf } from './data-directory.ts';
import { openPlatform, type Platform } from './platform.ts';

/**
 * Runs one command's work on the platform of this configuration, whether an instance is running on it or not, and
 * leaves everything as it was found.
 */
export async function withPlatform<T>(
  work: (platform: Platform, database: ControlDatabase) => Promise<T>,
): Promise<T> {
  const env = readEnv();
  const log = createLog({ name: 'intendant', level: env.logLevel, destination: process.stderr });
  const database = await borrowControlDatabase(env, log);
  try {
    const secretKey = secretKeyOf(env.dataDir, env.secretKey);
    const platform = await openPlatform(database, secretKey, log, env.backupDir);
    try {
      return await work(platform, database);
    } finally {
      await platform.close();
    }
  } finally {
    await database.stop();
  }
}

/** Does the work while jobs run: those of the running instance, or our own when we are alone. */
export async function whileJobsRun(
  platform: Platform,
  { isShared }: ControlDatabase,
  work: () => Promise<void>,
): Promise<void> {
  const jobs = isShared ? null : await platform.startJobs({ isOnlyRunner: false });
  try {
    await work();
  } finally {
    await jobs?.stop();
  }
}
