import { randomUUID } from 'node:crypto';
import { schemaDifference } from '@intendant/kit/database/schema-difference';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { permissionsOfPlatformRole } from '../role/role-permissions.ts';
import { securityModule } from '../subgraph.ts';
import { aMember, aUser } from '../testing/builders.ts';
import { lastEvent } from '../testing/last-event.ts';

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

it('tells the other subgraphs of users and members who were there before, as often as it runs', async () => {
  const [one, other] = [randomUUID(), randomUUID()];
  const admin = await aUser(db, { name: 'Ada', platformRole: 'SUPPORT' });
  const { user } = await aMember(db, one, 'OWNER', { name: 'Olga' });
  await aMember(db, one, 'VIEWER', { isDisabled: true });
  await aMember(db, other, 'VIEWER', { isDisabled: true });
  const migrator = db.runtime('security').orm.getMigrator();
  const migrations = ['Migration20261121101000_publish_users'];

  for (let run = 0; run < 2; run += 1) {
    await migrator.down({ migrations });
    await migrator.up({ migrations });
  }

  expect(await lastEvent(db, admin.id, 'user.changed')).toEqual({
    tenantId: null,
    data: {
      id: admin.id,
      name: 'Ada',
      email: admin.email,
      platformRole: 'SUPPORT',
      permissions: permissionsOfPlatformRole('SUPPORT'),
      isDisabled: false,
    },
  });
  expect(await lastEvent(db, user.id, 'user.changed')).toMatchObject({
    data: { platformRole: null, permissions: [] },
  });
  const counted = (id: string) => lastEvent(db, id, 'tenant-members.counted');
  expect(await counted(one)).toEqual({ tenantId: one, data: { tenantId: one, memberCount: 1 } });
  expect(await counted(other)).toEqual({ tenantId: other, data: { tenantId: other, memberCount: 0 } });
});
