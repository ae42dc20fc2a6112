import pg from 'pg';
import type { DatabaseModule } from './database-module.ts';
import { initOrm } from './orm.ts';

/**
 * The statements that would bring a migrated database to what the module's entities describe; empty when the
 * migrations are complete. `url` is the module's own role.
 */
export async function schemaDifference(module: DatabaseModule, url: string): Promise<string[]> {
  const orm = await initOrm(module, { url, otherSchemas: await readOtherSchemas(url, module.name) });
  try {
    const sql = await orm.schema.getUpdateSchemaSQL({ wrap: false });
    return sql
      .split(';\n')
      .map((statement) => statement.trim())
      .filter(Boolean);
  } finally {
    await orm.close(true);
  }
}

// MikroORM would drop the tables of every schema it is not told to leave alone.
async function readOtherSchemas(url: string, own: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ nspname: string }>(
    'select nspname from pg_namespace where nspname <> $1',
    [own],
  );
  await client.end();
  return rows.map(({ nspname }) => nspname);
}
