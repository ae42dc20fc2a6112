import { join, resolve } from 'node:path';
import { z } from 'zod';
import { booleanFlag, parseEnv, port, postgresUrl } from '@intendant/kit/env';

/** The folder of the whole repository; the same from `src` and from `dist`. */
export const repositoryRoot = resolve(import.meta.dirname, '../../..');

const origin = z
  .url({ protocol: /^https?$/, message: 'must be an address such as https://intendant.example.com' })
  .transform((value) => new URL(value).origin);

const schema = z.object({
  PORT: port.default(4000),
  /** Only this machine reaches a fresh installation; `0.0.0.0` opens it to the network. */
  HOST: z.string().default('127.0.0.1'),
  INTENDANT_DATA_DIR: z.string().default(join(repositoryRoot, '.intendant')),
  DATABASE_URL: postgresUrl.optional(),
  /** `backups` in the data directory unless given; better on another disk. */
  INTENDANT_BACKUP_DIR: z.string().optional(),
  INTENDANT_ADMIN_EMAIL: z.email('must be an e-mail address').default('owner@intendant.local'),
  INTENDANT_ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  INTENDANT_SECRET_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  /** The address people use when a proxy stands in front. */
  INTENDANT_ORIGIN: origin.optional(),
  /** Whether a proxy of ours sets X-Forwarded-For, -Proto and -Host. */
  INTENDANT_TRUST_PROXY: booleanFlag.default(false),
  /** Whether clients may read the schema through the API; it is also in schema/api.graphql. */
  INTENDANT_INTROSPECTION: booleanFlag.default(false),
  NODE_ENV: z.string().default('production'),
  /** A terminal is for the banner and for what went wrong; `info` adds a line for every request. */
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});

export interface StandaloneEnv {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | null;
  backupDir: string;
  adminEmail: string;
  adminPassword: string | null;
  secretKey: string | null;
  origin: string | null;
  trustProxy: boolean;
  isIntrospectionAllowed: boolean;
  /** From sources: the admin UI is compiled on the fly. */
  isDevelopment: boolean;
  logLevel: string;
}

/** The configuration of everything this package runs. Throws `EnvError` with one line. */
export function readEnv(source?: Record<string, string | undefined>): StandaloneEnv {
  const env = parseEnv(schema, source);
  const dataDir = resolve(repositoryRoot, env.INTENDANT_DATA_DIR);
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir,
    databaseUrl: env.DATABASE_URL ?? null,
    backupDir: resolve(repositoryRoot, env.INTENDANT_BACKUP_DIR ?? join(dataDir, 'backups')),
    adminEmail: env.INTENDANT_ADMIN_EMAIL,
    adminPassword: env.INTENDANT_ADMIN_PASSWORD ?? null,
    secretKey: env.INTENDANT_SECRET_KEY ?? null,
    origin: env.INTENDANT_ORIGIN ?? null,
    trustProxy: env.INTENDANT_TRUST_PROXY,
    isIntrospectionAllowed: env.INTENDANT_INTROSPECTION,
    isDevelopment: env.NODE_ENV === 'development',
    logLevel: env.LOG_LEVEL,
  };
}

export interface ReplayEnv {
  apiKey: string | null;
  dataDir: string;
  /** Where the command was typed; npm runs it in the repository's folder. */
  workingDirectory: string;
}

/** What the replay reads: it is a client, and may run where no instance does. */
export function readReplayEnv(source?: Record<string, string | undefined>): ReplayEnv {
  const env = parseEnv(
    z.object({
      INTENDANT_API_KEY: z.string().optional(),
      INTENDANT_DATA_DIR: z.string().default(join(repositoryRoot, '.intendant')),
      INIT_CWD: z.string().default(process.cwd()),
    }),
    source,
  );
  return {
    apiKey: env.INTENDANT_API_KEY ?? null,
    dataDir: resolve(repositoryRoot, env.INTENDANT_DATA_DIR),
    workingDirectory: env.INIT_CWD,
  };
}

/** Where a command was typed, for paths in its arguments; npm runs it in the repository's folder. */
export function readWorkingDirectory(source?: Record<string, string | undefined>): string {
  return parseEnv(z.object({ INIT_CWD: z.string().default(process.cwd()) }), source).INIT_CWD;
}
