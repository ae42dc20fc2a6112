import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabaseModule } from '../database/database-module.ts';
import { installDatabase } from '../database/install.ts';

export const testSecretKey = 'test secret key';

export interface ClonedDatabase {
  adminUrl: string;
  /** Clones share the roles of their template. */
  rolePrefix: string;
  drop(): Promise<void>;
}

/** A database of its own with the modules installed, cloned from a template that is made once per set of modules. */
export async function cloneDatabase(
  serverUrl: string,
  modules: readonly DatabaseModule[],
): Promise<ClonedDatabase> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const template = await ensureTemplate(client, serverUrl, modules);
    const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
    await client.query(`create database ${name} template ${template}`);
    return {
      adminUrl: withDatabase(serverUrl, name),
      rolePrefix: template,
      drop: () => drop(serverUrl, name),
    };
  } finally {
    await client.end();
  }
}

async function ensureTemplate(
  client: pg.Client,
  serverUrl: string,
  modules: readonly DatabaseModule[],
): Promise<string> {
  const print = fingerprint(modules);
  const template = `tpl_${print}`;
  await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [template]);
  try {
    const known = await client.query('select from pg_database where datname = $1', [template]);
    if (known.rowCount === 0) {
      const building = `building_${print}`;
      await client.query(`drop database if exists ${building} with (force)`);
      await client.query(`create database ${building}`);
      const adminUrl = withDatabase(serverUrl, building);
      await installDatabase({ adminUrl, secretKey: testSecretKey, modules, rolePrefix: template });
      await client.query(`alter database ${building} rename to ${template}`);
    }
  } finally {
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [template]);
  }
  return template;
}

async function drop(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`drop database if exists ${name} with (force)`);
  await client.end();
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

/** Changes with the text of any migration and of the installation itself, so that an outdated template is not used. */
function fingerprint(modules: readonly DatabaseModule[]): string {
  const hash = createHash('sha256');
  const sources = join(import.meta.dirname, '../database');
  for (const entry of readdirSync(sources, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && !entry.name.includes('.test.')) {
      hash.update(readFileSync(join(entry.parentPath, entry.name)));
    }
  }
  for (const module of modules) {
    hash.update(
      JSON.stringify([
        module.name,
        module.migrations.map((migration) => [migration.name, migration.toString()]),
        module.consumers.map((consumer) => [consumer.name, consumer.events]),
        module.platformAccess,
      ]),
    );
  }
  return hash.digest('hex').slice(0, 16);
}
