import { join, resolve } from 'node:path';
import { z } from 'zod';
import { parseEnv, port, postgresUrl } from '@intendant/kit/env';

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
  INTENDANT_ADMIN_EMAIL: z.email('must be an e-mail address').default('owner@intendant.local'),
  INTENDANT_ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  INTENDANT_SECRET_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  INTENDANT_ORIGIN: origin.optional(),
  /** A terminal is for the banner and for what went wrong; `info` adds a line for every request. */
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});

export interface StandaloneEnv {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | null;
  adminEmail: string;
  adminPassword: string | null;
  secretKey: string | null;
  origin: string | null;
  logLevel: string;
}

/** The configuration of everything this package runs. Throws `EnvError` with one line. */
export function readEnv(source?: Record<string, string | undefined>): StandaloneEnv {
  const env = parseEnv(schema, source);
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: resolve(repositoryRoot, env.INTENDANT_DATA_DIR),
    databaseUrl: env.DATABASE_URL ?? null,
    adminEmail: env.INTENDANT_ADMIN_EMAIL,
    adminPassword: env.INTENDANT_ADMIN_PASSWORD ?? null,
    secretKey: env.INTENDANT_SECRET_KEY ?? null,
    origin: env.INTENDANT_ORIGIN ?? null,
    logLevel: env.LOG_LEVEL,
  };
}

/** What the replay reads: it is a client, and may run where no instance does. */
export function readReplayEnv(source?: Record<string, string | undefined>): {
  apiKey: string | null;
  dataDir: string;
} {
  const env = parseEnv(
    z.object({
      INTENDANT_API_KEY: z.string().optional(),
      INTENDANT_DATA_DIR: z.string().default(join(repositoryRoot, '.intendant')),
    }),
    source,
  );
  return { apiKey: env.INTENDANT_API_KEY ?? null, dataDir: resolve(repositoryRoot, env.INTENDANT_DATA_DIR) };
}
