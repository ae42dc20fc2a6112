import { aPlatformCaller, aService } from '@intendant/kit/testing/callers';
import { publishedEvents } from '@intendant/kit/testing/platform-records';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import type { SecurityContext } from '../context.ts';
import { securityModule } from '../subgraph.ts';
import { aMember, aMembership, aTenant, aUser, password } from '../testing/builders.ts';
import { lastEvent } from '../testing/last-event.ts';
import { createUser } from '../user/create-user.ts';
import { disableUser } from '../user/disable-user.ts';
import { ensureOwner } from '../user/ensure-owner.ts';
import { removeDemoUsers } from '../user/remove-demo-users.ts';
import { removeMembership } from './remove-membership.ts';
import { setMembership } from './set-membership.ts';

let db: TestDatabase;
let tenantId: string;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(async () => {
  tenantId = (await aTenant(db)).id;
});

const ctx = (caller = aPlatformCaller()) => db.context('security', caller) as SecurityContext;
const counted = (id = tenantId) => lastEvent(db, id, 'tenant-members.counted');
const members = (memberCount: number, id = tenantId) => ({
  tenantId: id,
  data: { tenantId: id, memberCount },
});

it('counts a member who is added, and one who is removed', async () => {
  await aMember(db, tenantId, 'OWNER');

  const membership = await setMembership(ctx(), { userId: (await aUser(db)).id, tenantId, role: 'VIEWER' });
  const afterAdding = await counted();
  await removeMembership(ctx(), { id: membership.id });

  expect(afterAdding).toEqual(members(2));
  expect(await counted()).toEqual(members(1));
});

it('tells nothing when a role changes, or somebody who may not sign in comes and goes', async () => {
  const { user } = await aMember(db, tenantId, 'VIEWER');
  const disabled = await aUser(db, { isDisabled: true });

  await setMembership(ctx(), { userId: user.id, tenantId, role: 'ADMIN' });
  const membership = await setMembership(ctx(), { userId: disabled.id, tenantId, role: 'VIEWER' });
  await removeMembership(ctx(), { id: membership.id });

  expect(await counted()).toBeUndefined();
});

it('counts in every tenant of a person who is disabled, or becomes the owner', async () => {
  const other = (await aTenant(db)).id;
  const { user } = await aMember(db, tenantId, 'VIEWER');
  await aMember(db, tenantId, 'VIEWER');
  await aMembership(db, { user, tenantId: other, role: 'VIEWER' });

  await disableUser(ctx(), { id: user.id });
  const afterDisabling = [await counted(), await counted(other)];
  await ensureOwner(ctx(aService('standalone')), { email: user.email, password });

  expect(afterDisabling).toEqual([members(1), members(0, other)]);
  expect([await counted(), await counted(other)]).toEqual([members(2), members(1, other)]);
});

it('counts without the people of the demo fleet when they are removed', async () => {
  const demo = await createUser(ctx(), { email: 'demo@example.com', name: 'Dora', password, isDemo: true });
  await aMembership(db, { user: demo, tenantId, role: 'VIEWER' });
  await aMember(db, tenantId, 'OWNER');

  await removeDemoUsers(ctx());

  expect(await counted()).toEqual(members(1));
});

it('counts nobody in a tenant that is removed', async () => {
  const tenant = await aTenant(db);
  await aMember(db, tenant.id, 'OWNER');

  await aTenant(db, { ...tenant, event: 'tenant.removed' });
  await db.drainJobs();

  expect(await counted(tenant.id)).toEqual(members(0, tenant.id));
});

it('counts right when people are added, removed and disabled at the same time', async () => {
  const other = (await aTenant(db)).id;
  const members = await Promise.all(Array.from({ length: 6 }, () => aMember(db, tenantId, 'VIEWER')));
  await Promise.all(members.map(({ user }) => aMembership(db, { user, tenantId: other, role: 'VIEWER' })));
  const added = await Promise.all(Array.from({ length: 3 }, () => aUser(db)));

  await Promise.all([
    ...members.slice(0, 3).map(({ user }) => disableUser(ctx(), { id: user.id })),
    ...members.slice(3, 5).map(({ membership }) => removeMembership(ctx(), { id: membership.id })),
    ...added.map(({ id: userId }) => setMembership(ctx(), { userId, tenantId, role: 'VIEWER' })),
    ...added.map(({ id: userId }) => setMembership(ctx(), { userId, tenantId: other, role: 'VIEWER' })),
    ...added.slice(1).map(({ id }) => disableUser(ctx(), { id })),
  ]);

  expect(await counted()).toMatchObject({ data: { memberCount: 2 } });
  expect(await counted(other)).toMatchObject({ data: { memberCount: 4 } });
});

it('tells the counts in the order in which they were true', async () => {
  await Promise.all(
    Array.from({ length: 4 }, async () =>
      setMembership(ctx(), { userId: (await aUser(db)).id, tenantId, role: 'VIEWER' }),
    ),
  );

  const counts = (await publishedEvents(db, tenantId))
    .filter(({ type }) => type === 'tenant-members.counted')
    .map(({ data }) => data['memberCount']);
  expect(counts).toEqual([1, 2, 3, 4]);
});
