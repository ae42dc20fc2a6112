import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { createCopiesModule } from '../testing/fixtures/copies-module.ts';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { testServerUrl } from '../testing/test-server.ts';
import { DatabaseError } from './database-error.ts';
import { installDatabase, type Installation } from './install.ts';
import { platformModule } from './platform-module.ts';
import { revertMigrations } from './revert-migrations.ts';
import { schemaDifference } from './schema-difference.ts';

const modules = [notesModule, createCopiesModule()];
const databases: string[] = [];

async function aDatabase(owner?: string): Promise<string> {
  const name = `test_install_${randomBytes(4).toString('hex')}`;
  await asAdmin((client) => client.query(`create database ${name}${owner ? ` owner ${owner}` : ''}`));
  databases.push(name);
  return withName(await testServerUrl(), name);
}

function withName(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.toString();
}

async function asAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  return connected(await testServerUrl(), work);
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const install = (adminUrl: string, secretKey = 'secret'): Promise<Installation> =>
  installDatabase({ adminUrl, secretKey, modules });

async function expectBackupRole(urlFor: (role: string) => string): Promise<void> {
  await connected(urlFor('jobs'), (client) => client.query(`select graphile_worker.add_job('copies:tick')`));
  await connected(urlFor('notes'), (client) => client.query('create table notes.later (id int)'));
  await connected(urlFor('backup'), async (client) => {
    const { rowCount } = await client.query('select from graphile_worker._private_jobs');
    expect(rowCount).toBe(1);
    for (const table of [
      'notes.note',
      'notes.later',
      'platform.audit_entry',
      'platform.event_position_seq',
    ]) {
      await client.query(`select from ${table}`);
    }
    for (const forbidden of [
      'delete from notes.note',
      'delete from graphile_worker._private_jobs',
      'create table public.mine (id int)',
      `select platform.start_backup_run(now())`,
    ]) {
      await expect(client.query(forbidden)).rejects.toThrow(/permission denied/);
    }
  });
}

afterAll(async () => {
  await asAdmin(async (client) => {
    for (const name of databases) {
      await client.query(`drop database if exists ${name} with (force)`);
    }
    for (const name of databases) {
      const roles = await client.query<{ rolname: string }>(
        `select rolname from pg_roles where rolname like $1`,
        [`${name}%`],
      );
      for (const { rolname } of roles.rows) {
        await client.query(`drop role ${rolname}`);
      }
    }
  });
});

describe('installDatabase', () => {
  it('does nothing, and does it quickly, when everything is in place', async () => {
    const adminUrl = await aDatabase();

    const first = await install(adminUrl);
    const again: { hasChanged: boolean; milliseconds: number }[] = [];
    for (let run = 0; run < 5; run += 1) {
      const started = performance.now();
      const { hasChanged } = await install(adminUrl);
      again.push({ hasChanged, milliseconds: performance.now() - started });
    }

    expect(first.hasChanged).toBe(true);
    expect(again.some(({ hasChanged }) => hasChanged)).toBe(false);
    // The quickest of five, because the machine may be busy with something else.
    expect(Math.min(...again.map(({ milliseconds }) => milliseconds))).toBeLessThan(300);
  });

  it('lets several processes install at once', async () => {
    const adminUrl = await aDatabase();

    const results = await Promise.all([install(adminUrl), install(adminUrl), install(adminUrl)]);

    expect(results.filter(({ hasChanged }) => hasChanged)).toHaveLength(1);
  });

  it('confines each role to its own schema', async () => {
    const { urlFor } = await install(await aDatabase());

    await connected(urlFor('copies'), async (client) => {
      await expect(client.query('select from copies.copy')).resolves.toBeDefined();
      for (const forbidden of [
        'select from notes.note',
        'select from platform.event',
        'select from platform.audit_entry',
        'select from graphile_worker._private_jobs',
        `select graphile_worker.add_job('copies:tick')`,
        'create table public.mine (id int)',
        'create schema mine',
        'select platform.queue_state()',
      ]) {
        await expect(client.query(forbidden)).rejects.toThrow(/permission denied/);
      }
    });
  });

  it('grants what a module asks for: the audit log, job runs and monitoring', async () => {
    const { urlFor } = await install(await aDatabase());

    await connected(urlFor('notes'), async (client) => {
      await expect(client.query('select * from platform.audit_entry')).resolves.toBeDefined();
      await expect(client.query('select * from platform.queue_state()')).resolves.toBeDefined();
      const { rows } = await client.query<{ held: boolean }>(
        `select pg_has_role(current_user, 'pg_monitor', 'member') as held`,
      );
      expect(rows).toEqual([{ held: true }]);
      await expect(client.query('delete from platform.audit_entry')).rejects.toThrow(/permission denied/);
    });
  });

  it('has a role for backups that reads every row, of what is made later too, and writes none', async () => {
    const { urlFor } = await install(await aDatabase());

    await expectBackupRole(urlFor);
  });

  it('changes the passwords with the secret key', async () => {
    const adminUrl = await aDatabase();
    const before = await install(adminUrl, 'old');

    const after = await install(adminUrl, 'new');

    await expect(
      connected(after.urlFor('notes'), (client) => client.query('select 1')),
    ).resolves.toBeDefined();
    await expect(connected(before.urlFor('notes'), (client) => client.query('select 1'))).rejects.toThrow(
      /password authentication failed/,
    );
  });

  it('serves every module by one role where roles cannot be created', async () => {
    const name = `test_install_${randomBytes(4).toString('hex')}_plain`;
    databases.push(name);
    await asAdmin((client) => client.query(`create role ${name} login password 'plain'`));
    const url = new URL(await aDatabase(name));
    Object.assign(url, { username: name, password: 'plain' });

    const installation = await install(url.toString());

    expect(installation.isSingleRole).toBe(true);
    expect(installation.urlFor('notes')).toBe(url.toString());
    await connected(url.toString(), async (client) => {
      await client.query('select from notes.note');
      await client.query(
        `select platform.publish($1, 'note.written', 'note', '1', null, '{}', now(), null)`,
        [randomUUID()],
      );
      const { rows } = await client.query<{ event: object }>(
        `select platform.latest_event('note', '1', null) as event`,
      );
      expect(rows[0]?.event).toMatchObject({ version: 1 });
    });
    expect((await install(url.toString())).hasChanged).toBe(false);
  });

  it('works for an administrator who may create roles and is no superuser', async () => {
    const name = `test_install_${randomBytes(4).toString('hex')}_admin`;
    databases.push(name);
    await asAdmin((client) => client.query(`create role ${name} login createrole password 'plain'`));
    const url = new URL(await aDatabase(name));
    Object.assign(url, { username: name, password: 'plain' });

    const installation = await install(url.toString());

    expect(installation.isSingleRole).toBe(false);
    await connected(installation.urlFor('notes'), (client) => client.query('select from notes.note'));
    await expectBackupRole((role) => installation.urlFor(role));
    expect((await install(url.toString())).hasChanged).toBe(false);
  });

  it('says in one line what is wrong with the address', async () => {
    const nowhere = install('postgresql://a:b@127.0.0.1:1/intendant');
    const missing = install(withName(await testServerUrl(), 'no_such_database'));

    await expect(nowhere).rejects.toThrow(
      'Nothing answers at 127.0.0.1:1/intendant; is PostgreSQL running there?',
    );
    await expect(missing).rejects.toThrow(DatabaseError);
    await expect(missing).rejects.toThrow(/no_such_database does not exist/);
  });
});

describe('schemaDifference', () => {
  it('is empty when the migrations are complete, whatever else is in the database', async () => {
    const { urlFor } = await install(await aDatabase());

    expect(await schemaDifference(notesModule, urlFor('notes'))).toEqual([]);
  });

  it('shows a column the migrations forgot', async () => {
    const { urlFor } = await install(await aDatabase());
    await connected(urlFor('notes'), (client) => client.query('alter table notes.note drop column text'));

    expect(await schemaDifference(notesModule, urlFor('notes'))).toEqual([
      expect.stringContaining('add column "text"'),
    ]);
  });
});

describe('migrations', () => {
  it('can be taken back one by one, and run again by the next installation', async () => {
    const adminUrl = await aDatabase();
    const { urlFor } = await install(adminUrl);

    const reverted = [
      await revertMigrations(notesModule, { adminUrl, url: urlFor('notes') }),
      await revertMigrations(platformModule, { adminUrl, url: urlFor('jobs'), steps: 1 }),
    ];

    expect(reverted).toEqual([
      ['Migration20261121000000_create_note'],
      [platformModule.migrations.at(-1)?.name],
    ]);
    expect((await install(adminUrl)).hasChanged).toBe(true);
    await connected(urlFor('notes'), (client) => client.query('select from notes.note'));
  });
});
