import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { permissionsOfPlatformRole } from '../role/role-permissions.ts';
import { securityModule } from '../subgraph.ts';
import { auditOf } from '../testing/audit-of.ts';
import { aUser } from '../testing/builders.ts';
import { listenForCredentials, resolve, tokenOf } from '../testing/credentials.ts';
import { errorCodes, userErrors } from '../testing/errors-of.ts';
import { UserEntity } from './user.entity.ts';

const DISABLE = `mutation ($input: DisableUserInput!) {
  disableUser(input: $input) { user { isDisabled } userErrors { code field } }
}`;
const SET_ROLE = `mutation ($input: SetPlatformRoleInput!) {
  setPlatformRole(input: $input) { user { platformRole } userErrors { code field } }
}`;
const nowhere = '11111111-1111-4111-8111-111111111111';
const admin = aPlatformCaller(permissionsOfPlatformRole('ADMIN'));
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(() => db.em('security').nativeDelete(UserEntity, {}));

const disable = (id: string, caller = aPlatformCaller()) =>
  db.execute('security', DISABLE, { input: { id } }, caller);
const setRole = (userId: string, role: string | null, caller = aPlatformCaller()) =>
  db.execute('security', SET_ROLE, { input: { userId, role } }, caller);
const owners = () => db.em('security').count(UserEntity, { platformRole: 'OWNER', isDisabled: false });

describe('disableUser', () => {
  it('ends the sessions of the person at once and announces it', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });
    const token = await tokenOf(db, user);
    const credentialId = (await resolve(db, token))?.credentialId;
    const heard = listenForCredentials(db);

    const result = await disable(user.id);

    expect(dataOf(result)['disableUser']).toEqual({ user: { isDisabled: true }, userErrors: [] });
    expect(await resolve(db, token)).toBeNull();
    expect(await heard.stop()).toEqual([
      ['credential-revoked', { credentialId }],
      ['credential-changed', { userId: user.id }],
    ]);
    expect((await auditOf(db, user.id)).at(-1)).toMatchObject({
      action: 'user.disable',
      before: { isDisabled: false },
      after: { isDisabled: true },
    });
  });

  it('refuses an unknown user, a disabled one and the last owner', async () => {
    const disabled = await aUser(db, { isDisabled: true });
    const owner = await aUser(db, { platformRole: 'OWNER' });
    await aUser(db, { platformRole: 'OWNER', isDisabled: true });

    expect(userErrors(await disable(nowhere))).toEqual([['NOT_FOUND', ['input', 'id']]]);
    expect(userErrors(await disable('not-an-id'))).toEqual([['NOT_FOUND', ['input', 'id']]]);
    expect(userErrors(await disable(disabled.id))).toEqual([['INVALID_STATE', ['input', 'id']]]);
    expect(userErrors(await disable(owner.id))).toEqual([['INVALID_STATE', ['input', 'id']]]);
  });

  it('does not let an admin disable an owner', async () => {
    const [owner] = [await aUser(db, { platformRole: 'OWNER' }), await aUser(db, { platformRole: 'OWNER' })];

    expect(errorCodes(await disable(owner.id, admin))).toEqual(['FORBIDDEN']);
    expect(await owners()).toBe(2);
  });

  it.each([
    ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
    ['a caller without users:write', aPlatformCaller(['platform:read', 'users:read']), 'FORBIDDEN'],
    ['a tenant caller', aTenantCaller(nowhere), 'FORBIDDEN'],
  ])('is refused to %s', async (_, caller, code) => {
    const user = await aUser(db);

    expect(errorCodes(await db.execute('security', DISABLE, { input: { id: user.id } }, caller))).toEqual([
      code,
    ]);
  });
});

describe('setPlatformRole', () => {
  it('gives a role and takes it away, audited and announced', async () => {
    const user = await aUser(db);
    const heard = listenForCredentials(db);

    const given = await setRole(user.id, 'SUPPORT');
    const taken = await setRole(user.id, null);

    expect(dataOf(given)['setPlatformRole']).toEqual({ user: { platformRole: 'SUPPORT' }, userErrors: [] });
    expect(dataOf(taken)['setPlatformRole']).toEqual({ user: { platformRole: null }, userErrors: [] });
    expect(await heard.stop()).toEqual([
      ['credential-changed', { userId: user.id }],
      ['credential-changed', { userId: user.id }],
    ]);
    expect(
      (await auditOf(db, user.id)).map(({ before, after }) => [
        before?.['platformRole'],
        after?.['platformRole'],
      ]),
    ).toEqual([
      [null, 'SUPPORT'],
      ['SUPPORT', null],
    ]);
  });

  it('changes nothing when the role is held already', async () => {
    const user = await aUser(db, { platformRole: 'OWNER' });

    expect(userErrors(await setRole(user.id, 'OWNER'))).toEqual([]);
    expect(await auditOf(db, user.id)).toEqual([]);
  });

  it('refuses an unknown user, and keeps the last owner', async () => {
    const owner = await aUser(db, { platformRole: 'OWNER' });

    expect(userErrors(await setRole(nowhere, 'ADMIN'))).toEqual([['NOT_FOUND', ['input', 'userId']]]);
    expect(userErrors(await setRole(owner.id, 'ADMIN'))).toEqual([['INVALID_STATE', ['input', 'userId']]]);
    expect(await owners()).toBe(1);
  });

  it('does not hand out, or take away, more than the caller holds', async () => {
    const user = await aUser(db);
    const owner = await aUser(db, { platformRole: 'OWNER' });
    await aUser(db, { platformRole: 'OWNER' });
    const weak = aPlatformCaller(['platform:read', 'roles:write']);

    expect(errorCodes(await setRole(user.id, 'OWNER', weak))).toEqual(['FORBIDDEN']);
    expect(errorCodes(await setRole(owner.id, null, weak))).toEqual(['FORBIDDEN']);
  });

  it.each([
    ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
    ['an admin', admin, 'FORBIDDEN'],
    ['a tenant caller', aTenantCaller(nowhere), 'FORBIDDEN'],
    [
      'a tenant caller with platform:read by mistake',
      aTenantCaller(nowhere, ['platform:read', 'roles:write']),
      'FORBIDDEN',
    ],
  ])('is refused to %s', async (_, caller, code) => {
    const input = { userId: (await aUser(db)).id, role: 'VIEWER' };

    expect(errorCodes(await db.execute('security', SET_ROLE, { input }, caller))).toEqual([code]);
  });
});

it('keeps one owner when all are demoted and disabled at the same time', async () => {
  for (let round = 0; round < 5; round += 1) {
    const all = await Promise.all(Array.from({ length: 4 }, () => aUser(db, { platformRole: 'OWNER' })));

    const results = await Promise.all(
      all.map((owner, index) => (index % 2 ? disable(owner.id) : setRole(owner.id, null))),
    );

    expect(results.flatMap(userErrors)).toEqual([['INVALID_STATE', expect.anything()]]);
    expect(await owners()).toBe(1);
    await db.em('security').nativeDelete(UserEntity, {});
  }
});
