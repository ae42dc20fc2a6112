import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { testServerUrl } from './test-server.ts';

/** Empty databases for a test file, and the roles whose names start with theirs. */
export interface ScratchDatabases {
  /** Creates one and returns the superuser's address of it. */
  create(): Promise<string>;
  /** Creates one that belongs to a role of its own, with these attributes, and returns that role's address of it. */
  createFor(attributes: string): Promise<string>;
  dropAll(): Promise<void>;
}

export function scratchDatabases(): ScratchDatabases {
  const names: string[] = [];

  async function create(owner?: string): Promise<URL> {
    const name = owner ?? `test_scratch_${randomBytes(4).toString('hex')}`;
    const server = await testServerUrl();
    await connected(server, (client) =>
      client.query(`create database ${name}${owner ? ` owner ${owner}` : ''}`),
    );
    names.push(name);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return url;
  }

  return {
    create: async () => (await create()).toString(),
    async createFor(attributes) {
      const name = `test_scratch_${randomBytes(4).toString('hex')}`;
      await connected(await testServerUrl(), (client) =>
        client.query(`create role ${name} login ${attributes} password 'scratch'`),
      );
      const url = await create(name);
      Object.assign(url, { username: name, password: 'scratch' });
      return url.toString();
    },
    async dropAll() {
      await connected(await testServerUrl(), async (client) => {
        for (const name of names) {
          await client.query(`drop database if exists ${name} with (force)`);
        }
        for (const name of names) {
          const { rows } = await client.query<{ rolname: string }>(
            'select rolname from pg_roles where starts_with(rolname, $1) order by rolname desc',
            [name],
          );
          for (const { rolname } of rows) {
            await client.query(`drop role ${rolname}`);
          }
        }
      });
    },
  };
}

/** Does something on a connection of its own. */
export async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * How many rows each table of a database holds and a checksum of them, computed by the server and independent of the
 * rows' order. Partitions count as tables; unlogged tables, which a crash empties, do not.
 */
export async function tableChecksums(url: string): Promise<Record<string, string>> {
  return connected(url, async (client) => {
    const tables = await client.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c
       where c.relkind = 'r' and c.relpersistence = 'p'
         and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' order by 1`,
    );
    const sums: Record<string, string> = {};
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ sum: string }>(
        `select count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as sum from ${name} t`,
      );
      sums[name] = rows[0]?.sum ?? '';
    }
    return sums;
  });
}
