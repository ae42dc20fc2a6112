import { initOrm } from '@intendant/kit/database/orm';
import { schemaDifference } from '@intendant/kit/database/schema-difference';
import { healthModule } from '../subgraph.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

it('leave nothing of the entities out', async () => {
  expect(await schemaDifference(healthModule, db.urlFor('health'))).toEqual([]);
});

it('go down to nothing and up again', async () => {
  const orm = await initOrm(healthModule, { url: db.urlFor('health'), poolSize: 2 });
  const tables = (): Promise<{ name: string }[]> =>
    db.select(
      `select table_name as name from information_schema.tables where table_schema = 'health' order by 1`,
    );
  const before = await tables();

  await orm.getMigrator().down({ to: 0 });
  const bare = await tables();
  await orm.getMigrator().up();

  expect(bare.map(({ name }) => name)).toEqual(['inbox', 'migrations']);
  expect(await tables()).toEqual(before);
  await orm.close(true);
});
