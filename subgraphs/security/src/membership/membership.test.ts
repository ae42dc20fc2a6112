import { randomUUID } from 'node:crypto';
import type { Caller } from '@intendant/kit/identity/caller';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { permissionsOfPlatformRole, permissionsOfTenantRole } from '../role/role-permissions.ts';
import { securityModule } from '../subgraph.ts';
import { auditOf } from '../testing/audit-of.ts';
import { aMember, aMembership, aTenant, aUser } from '../testing/builders.ts';
import { listenForCredentials, resolve, tokenOf } from '../testing/credentials.ts';
import { errorCodes, userErrors } from '../testing/errors-of.ts';
import { MembershipEntity } from './membership.entity.ts';

const SET = `mutation ($input: SetMembershipInput!) {
  setMembership(input: $input) { membership { id role tenant { id } user { name } } userErrors { code field } }
}`;
const REMOVE = `mutation ($input: RemoveMembershipInput!) {
  removeMembership(input: $input) { membership { role user { name } } userErrors { code field } }
}`;
const admin = aPlatformCaller(permissionsOfPlatformRole('ADMIN'));
let db: TestDatabase;
let tenantId: string;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(async () => {
  tenantId = (await aTenant(db)).id;
});

const tenantOwner = (id = tenantId) => aTenantCaller(id, permissionsOfTenantRole('OWNER'));
const set = (
  input: { userId: string; role: string; tenantId?: string },
  caller: Caller = aPlatformCaller(),
) => db.execute('security', SET, { input: { tenantId, ...input } }, caller);
const remove = (id: string, caller: Caller = aPlatformCaller()) =>
  db.execute('security', REMOVE, { input: { id } }, caller);
const ownersOf = (id: string) => db.em('security').count(MembershipEntity, { tenantId: id, role: 'OWNER' });

describe('setMembership', () => {
  it('gives a person a role in a tenant just created, audited and announced', async () => {
    const user = await aUser(db);
    const heard = listenForCredentials(db);

    const result = await set({ userId: user.id, role: 'ADMIN' });

    const { setMembership } = dataOf<{ setMembership: { membership: { id: string } } }>(result);
    expect(setMembership).toEqual({
      membership: {
        id: expect.any(String),
        role: 'ADMIN',
        tenant: { id: tenantId },
        user: { name: 'Clara' },
      },
      userErrors: [],
    });
    expect(await heard.stop()).toEqual([['credential-changed', { userId: user.id }]]);
    expect(await auditOf(db, setMembership.membership.id)).toEqual([
      { action: 'membership.create', tenantId, before: null, after: { role: 'ADMIN', tenant: 'Opera' } },
    ]);
  });

  it('changes the role, and open sessions follow', async () => {
    const { user, membership } = await aMember(db, tenantId, 'VIEWER');
    const token = await tokenOf(db, user);

    const result = await set({ userId: user.id, role: 'BILLING' });

    expect(userErrors(result)).toEqual([]);
    expect((await resolve(db, token))?.permissions).toEqual(permissionsOfTenantRole('BILLING'));
    expect(await auditOf(db, membership.id)).toMatchObject([
      { action: 'membership.update', before: { role: 'VIEWER' }, after: { role: 'BILLING' } },
    ]);
  });

  it('changes nothing when the role is held already', async () => {
    const { user, membership } = await aMember(db, tenantId, 'OWNER');

    expect(userErrors(await set({ userId: user.id, role: 'OWNER' }))).toEqual([]);
    expect(await auditOf(db, membership.id)).toEqual([]);
  });

  it('makes one membership when the same is asked for twice at once', async () => {
    const user = await aUser(db);

    const results = await Promise.all([1, 2, 3].map(() => set({ userId: user.id, role: 'VIEWER' })));

    expect(results.flatMap(userErrors)).toEqual([]);
    expect(await db.em('security').count(MembershipEntity, { user: user.id })).toBe(1);
  });

  it('refuses an unknown user, an unknown or removed tenant, and demoting the last owner', async () => {
    const { user } = await aMember(db, tenantId, 'OWNER');
    await aMember(db, tenantId, 'OWNER', { isDisabled: true });
    const removed = await aTenant(db, { event: 'tenant.removed' });

    expect(userErrors(await set({ userId: randomUUID(), role: 'ADMIN' }))).toEqual([
      ['NOT_FOUND', ['input', 'userId']],
    ]);
    for (const unknown of [randomUUID(), 'not-an-id', removed.id]) {
      expect(userErrors(await set({ userId: user.id, role: 'ADMIN', tenantId: unknown }))).toEqual([
        ['NOT_FOUND', ['input', 'tenantId']],
      ]);
    }
    expect(userErrors(await set({ userId: user.id, role: 'ADMIN' }))).toEqual([
      ['INVALID_STATE', ['input', 'role']],
    ]);
  });

  it('lets a platform admin appoint a tenant owner', async () => {
    const user = await aUser(db);

    expect(userErrors(await set({ userId: user.id, role: 'OWNER' }, admin))).toEqual([]);
  });

  it('does not let a caller give a role that exceeds its own permissions', async () => {
    const user = await aUser(db);
    const { user: owner } = await aMember(db, tenantId, 'OWNER');
    await aMember(db, tenantId, 'OWNER');
    const weakPlatform = aPlatformCaller(['platform:read', 'users:write']);
    const weakTenant = aTenantCaller(tenantId, ['users:read', 'users:write', 'roles:write', 'tenants:read']);

    expect(errorCodes(await set({ userId: user.id, role: 'VIEWER' }, weakPlatform))).toEqual(['FORBIDDEN']);
    expect(errorCodes(await set({ userId: owner.id, role: 'VIEWER' }, weakTenant))).toEqual(['FORBIDDEN']);
  });
});

describe('a tenant owner', () => {
  it('changes the members of its own tenant', async () => {
    const { user } = await aMember(db, tenantId, 'VIEWER');

    expect(userErrors(await set({ userId: user.id, role: 'ADMIN' }, tenantOwner()))).toEqual([]);
  });

  it('finds neither other tenants nor people outside its own', async () => {
    const other = await aTenant(db);
    const { user, membership } = await aMember(db, other.id, 'VIEWER');
    await aMember(db, tenantId, 'OWNER');

    expect(
      userErrors(await set({ userId: user.id, role: 'VIEWER', tenantId: other.id }, tenantOwner())),
    ).toMatchObject([['NOT_FOUND', null]]);
    expect(userErrors(await set({ userId: user.id, role: 'VIEWER' }, tenantOwner()))).toEqual([
      ['NOT_FOUND', ['input', 'userId']],
    ]);
    expect(userErrors(await remove(membership.id, tenantOwner()))).toEqual([['NOT_FOUND', ['input', 'id']]]);
    expect(await db.em('security').findOne(MembershipEntity, { id: membership.id })).not.toBeNull();
  });
});

describe('removeMembership', () => {
  it('takes a person out of the tenant; open sessions lose it', async () => {
    const { user, membership } = await aMember(db, tenantId, 'VIEWER');
    const token = await tokenOf(db, user);
    const heard = listenForCredentials(db);

    const result = await remove(membership.id, tenantOwner());

    expect(dataOf(result)['removeMembership']).toEqual({
      membership: { role: 'VIEWER', user: { name: 'Clara' } },
      userErrors: [],
    });
    expect(await resolve(db, token)).toBeNull();
    expect(await heard.stop()).toEqual([['credential-changed', { userId: user.id }]]);
    expect(await auditOf(db, membership.id)).toEqual([
      { action: 'membership.remove', tenantId, before: { role: 'VIEWER' }, after: null },
    ]);
  });

  it('refuses an unknown membership and the last owner', async () => {
    const { membership } = await aMember(db, tenantId, 'OWNER');

    expect(userErrors(await remove(randomUUID()))).toEqual([['NOT_FOUND', ['input', 'id']]]);
    expect(userErrors(await remove('not-an-id'))).toEqual([['NOT_FOUND', ['input', 'id']]]);
    expect(userErrors(await remove(membership.id))).toEqual([['INVALID_STATE', ['input', 'id']]]);
  });
});

it('keeps one owner when all are removed and demoted at the same time', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id } = await aTenant(db);
    const all = await Promise.all(Array.from({ length: 4 }, () => aMember(db, id, 'OWNER')));

    const results = await Promise.all(
      all.map(({ user, membership }, index) =>
        index % 2 ? remove(membership.id) : set({ userId: user.id, role: 'VIEWER', tenantId: id }),
      ),
    );

    expect(results.flatMap(userErrors)).toEqual([['INVALID_STATE', expect.anything()]]);
    expect(await ownersOf(id)).toBe(1);
  }
});

it.each<[string, () => Caller, string]>([
  ['somebody anonymous', () => anonymous, 'UNAUTHENTICATED'],
  ['a platform viewer', () => aPlatformCaller(permissionsOfPlatformRole('VIEWER')), 'FORBIDDEN'],
  ['a tenant admin', () => aTenantCaller(tenantId, permissionsOfTenantRole('ADMIN')), 'FORBIDDEN'],
])('both are refused to %s', async (_, caller, code) => {
  const { user, membership } = await aMember(db, tenantId, 'VIEWER');

  expect(errorCodes(await set({ userId: user.id, role: 'BILLING' }, caller()))).toEqual([code]);
  expect(errorCodes(await remove(membership.id, caller()))).toEqual([code]);
});

describe('the memberships of tenants', () => {
  const OF_TENANTS = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Tenant { memberships { role user { name } } } }
  }`;
  const read = (tenantIds: string[], caller: Caller = aPlatformCaller()) =>
    db.execute(
      'security',
      OF_TENANTS,
      { representations: tenantIds.map((id) => ({ __typename: 'Tenant', id })) },
      caller,
    );

  it('come by name, and cost the same statements for one tenant and for many', async () => {
    const tenants = await Promise.all(Array.from({ length: 5 }, () => aTenant(db)));
    const ids = tenants.map((tenant) => tenant.id);
    for (const id of ids) {
      await aMember(db, id, 'VIEWER', { name: 'Zoe' });
      await aMember(db, id, 'OWNER', { name: 'Anna' });
    }

    const one = await db.countStatements(() => read(ids.slice(0, 1)));
    const many = await db.countStatements(() => read(ids));

    const expected = {
      memberships: [
        { role: 'OWNER', user: { name: 'Anna' } },
        { role: 'VIEWER', user: { name: 'Zoe' } },
      ],
    };
    expect(dataOf(many.result)).toEqual({ _entities: ids.map(() => expected) });
    expect(many.statements.length).toBe(one.statements.length);
    expect(one.statements.length).toBe(3);
  });

  it('are empty for a tenant of others', async () => {
    const other = await aTenant(db);
    const user = await aUser(db);
    await aMembership(db, { user, tenantId: other.id, role: 'OWNER' });

    expect(dataOf(await read([other.id, 'not-an-id'], tenantOwner()))).toEqual({
      _entities: [{ memberships: [] }, { memberships: null }],
    });
  });
});
