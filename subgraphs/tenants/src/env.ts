import { z } from 'zod';
import { parseEnv, postgresUrl } from '@intendant/kit/env';
import { serveEnv, type ServeEnv } from '@intendant/kit/subgraph/serve';
import type { BackupTarget } from './backup/back-up-control-database.ts';

const schema = serveEnv.extend({
  PORT: serveEnv.shape.PORT.default(4001),
  /** A folder on a disk of its own, shared by all processes that run jobs of this module. */
  INTENDANT_BACKUP_DIR: z.string().optional(),
  /** The backup role. */
  BACKUP_DATABASE_URL: postgresUrl.optional(),
});

/** The configuration of this process. Throws `EnvError` naming every variable that is missing or wrong. */
export function readEnv(): ServeEnv & { backupTarget: BackupTarget | null } {
  const { INTENDANT_BACKUP_DIR: directory, BACKUP_DATABASE_URL: databaseUrl, ...env } = parseEnv(schema);
  return { ...env, backupTarget: directory && databaseUrl ? { directory, databaseUrl } : null };
}
