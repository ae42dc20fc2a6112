import { randomUUID } from 'node:crypto';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { aTenantCaller } from '../testing/callers.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { executeSql } from './execute-sql.ts';
import { forkFor, initOrm } from './orm.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await startTestDatabase([notesModule]);
});
afterAll(() => db.close());

describe('the ORM of a module', () => {
  it('keeps the parameters of its address, and cancels what runs too long', async () => {
    const url = `${db.urlFor('notes')}?application_name=by-address`;
    const orm = await initOrm(notesModule, { url, statementTimeoutMs: 500 });
    const em = forkFor(orm, aTenantCaller(randomUUID()));

    const rows = await executeSql(em, `select current_setting('application_name') as name`);
    const slow = executeSql(em, 'select pg_sleep(5)');

    expect(rows).toEqual([{ name: 'by-address' }]);
    await expect(slow).rejects.toThrow(/statement timeout/);
    await orm.close(true);
  });

  it('filters updates and deletes of a tenant, too', async () => {
    const [mine, others] = [randomUUID(), randomUUID()];
    const platform = db.em('notes');
    for (const tenantId of [mine, others]) {
      platform.create('Note', { id: randomUUID(), tenantId, text: 'before', createdAt: new Date() });
    }
    await platform.flush();
    const { em } = db.context('notes', aTenantCaller(mine));

    const updated = await em.nativeUpdate('Note', {}, { text: 'after' });
    const deleted = await em.nativeDelete('Note', { tenantId: others });

    expect([updated, deleted]).toEqual([1, 0]);
  });
});

describe('executeSql', () => {
  it('binds an array as one parameter, whatever its items contain', async () => {
    const items = ['plain', 'a,b', '"quoted"', 'back\\slash', '{braces}', '', 'null'];

    const rows = await executeSql(db.em('notes'), 'select ?::text[] as items', [items]);

    expect(rows).toEqual([{ items }]);
  });
});
