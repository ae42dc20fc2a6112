import { schemaDifference } from '@intendant/kit/database/schema-difference';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from '../subgraph.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());

it('leave a schema in which nothing differs from the entities', async () => {
  expect(await schemaDifference(securityModule, db.urlFor('security'))).toEqual([]);
});

it('go down to nothing and up again', async () => {
  const { orm } = db.runtime('security');
  const migrator = orm.getMigrator();
  const tables = async () =>
    (
      await orm.em
        .getConnection()
        .execute<{ tablename: string }[]>(
          `select tablename from pg_tables where schemaname = 'security' order by tablename`,
        )
    ).map((row) => row.tablename);
  const before = await tables();

  await migrator.down({ to: 0 });
  const empty = await tables();
  await migrator.up();

  expect(empty).toEqual(['inbox', 'migrations']);
  expect(await tables()).toEqual(before);
});
