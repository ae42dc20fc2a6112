import { aPlatformCaller, aService } from '@intendant/kit/testing/callers';
import { publishedEvents } from '@intendant/kit/testing/platform-records';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import type { SecurityContext } from '../context.ts';
import { permissionsOfPlatformRole } from '../role/role-permissions.ts';
import { securityModule } from '../subgraph.ts';
import { aUser, password } from '../testing/builders.ts';
import { lastEvent } from '../testing/last-event.ts';
import { createUser } from './create-user.ts';
import { disableUser } from './disable-user.ts';
import { ensureOwner } from './ensure-owner.ts';
import { removeDemoUsers } from './remove-demo-users.ts';
import { setPlatformRole } from './set-platform-role.ts';
import { UserEntity, type User } from './user.entity.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());

const ctx = (caller = aPlatformCaller()) => db.context('security', caller) as SecurityContext;
const told = (user: { id: string }) => lastEvent(db, user.id, 'user.changed');
const stateOf = ({ id, name, email }: User, state: object) => ({
  tenantId: null,
  data: { id, name, email, platformRole: null, permissions: [], isDisabled: false, ...state },
});

it('tells the other subgraphs of a new user', async () => {
  const user = await createUser(ctx(), { email: 'new@example.com', name: 'Nina', password });

  expect(await told(user)).toEqual(stateOf(user, {}));
});

it('tells a platform role with what it permits, and that it is gone', async () => {
  const user = await aUser(db);

  await setPlatformRole(ctx(), { userId: user.id, role: 'SUPPORT' });
  const given = await told(user);
  await setPlatformRole(ctx(), { userId: user.id, role: null });

  expect(given).toEqual(
    stateOf(user, { platformRole: 'SUPPORT', permissions: permissionsOfPlatformRole('SUPPORT') }),
  );
  expect(await told(user)).toEqual(stateOf(user, {}));
});

it('tells that a user is disabled', async () => {
  const user = await aUser(db);

  await disableUser(ctx(), { id: user.id });

  expect(await told(user)).toEqual(stateOf(user, { isDisabled: true }));
});

it('tells nothing when nothing was changed', async () => {
  const user = await aUser(db, { isDisabled: true });

  await disableUser(ctx(), { id: user.id }).catch(() => {});
  await setPlatformRole(ctx(), { userId: user.id, role: null });

  expect(await publishedEvents(db, user.id)).toEqual([]);
});

it('tells who became the owner', async () => {
  await db.em('security').nativeDelete(UserEntity, {});

  await ensureOwner(ctx(aService('standalone')), { email: 'owner@example.com', password });

  const owner = await db.em('security').findOneOrFail(UserEntity, { email: 'owner@example.com' });
  expect(await told(owner)).toEqual(
    stateOf(owner, { platformRole: 'OWNER', permissions: permissionsOfPlatformRole('OWNER') }),
  );
});

it('tells that somebody of the demo fleet may do nothing any more', async () => {
  const user = await createUser(ctx(), { email: 'demo@example.com', name: 'Dora', password, isDemo: true });
  await setPlatformRole(ctx(), { userId: user.id, role: 'ADMIN' });

  await removeDemoUsers(ctx());

  expect(await told(user)).toEqual(stateOf(user, { isDisabled: true }));
});
