import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { tenantsModule } from '../subgraph.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([tenantsModule]);
});
afterAll(() => db.close());

it('build exactly the tables the entities describe', async () => {
  const { orm } = db.runtime('tenants');

  const difference = await orm.schema.getUpdateSchemaSQL({ wrap: false });

  expect(difference.trim()).toBe('');
});

it('go down to nothing and up again', async () => {
  const { orm } = db.runtime('tenants');
  const migrator = orm.getMigrator();

  const down = await migrator.down({ to: 0 });
  const up = await migrator.up();

  expect(down).toHaveLength(tenantsModule.migrations.length);
  expect(up).toHaveLength(tenantsModule.migrations.length);
});
