import type { Caller } from '@intendant/kit/identity/caller';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import type { SecurityContext } from '../context.ts';
import { permissionsOfPlatformRole } from '../role/role-permissions.ts';
import { securityModule } from '../subgraph.ts';
import { auditOf } from '../testing/audit-of.ts';
import { aMember, aTenant, aUser } from '../testing/builders.ts';
import { listenForCredentials, resolve, tokenOf } from '../testing/credentials.ts';
import { errorCodes, userErrors } from '../testing/errors-of.ts';
import { lastEvent } from '../testing/last-event.ts';
import { disableUser } from './disable-user.ts';

const ENABLE = `mutation ($input: EnableUserInput!) {
  enableUser(input: $input) { user { isDisabled } userErrors { code field } }
}`;
const nowhere = '11111111-1111-4111-8111-111111111111';
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());

const enable = (id: string, caller: Caller = aPlatformCaller()) =>
  db.execute('security', ENABLE, { input: { id } }, caller);

it('lets a disabled person sign in again, audited and announced', async () => {
  const user = await aUser(db, { platformRole: 'VIEWER', isDisabled: true });
  const heard = listenForCredentials(db);

  const result = await enable(user.id);

  expect(dataOf(result)['enableUser']).toEqual({ user: { isDisabled: false }, userErrors: [] });
  expect(await resolve(db, await tokenOf(db, user))).not.toBeNull();
  expect(await heard.stop()).toEqual([['credential-changed', { userId: user.id }]]);
  expect((await auditOf(db, user.id))[0]).toMatchObject({
    action: 'user.enable',
    before: { isDisabled: true },
    after: { isDisabled: false },
  });
});

it('leaves the sessions ended that disabling ended', async () => {
  const user = await aUser(db, { platformRole: 'VIEWER' });
  const token = await tokenOf(db, user);
  await disableUser(db.context('security') as SecurityContext, { id: user.id });

  await enable(user.id);

  expect(await resolve(db, token)).toBeNull();
});

it('tells the other subgraphs that the person, and the tenant’s member, is back', async () => {
  const tenant = await aTenant(db);
  const { user } = await aMember(db, tenant.id, 'VIEWER', { isDisabled: true });

  await enable(user.id);

  expect(await lastEvent(db, user.id, 'user.changed')).toMatchObject({ data: { isDisabled: false } });
  expect(await lastEvent(db, tenant.id, 'tenant-members.counted')).toMatchObject({
    data: { memberCount: 1 },
  });
});

it('refuses an unknown user and one who is not disabled', async () => {
  const user = await aUser(db);

  expect(userErrors(await enable(nowhere))).toEqual([['NOT_FOUND', ['input', 'id']]]);
  expect(userErrors(await enable('not-an-id'))).toEqual([['NOT_FOUND', ['input', 'id']]]);
  expect(userErrors(await enable(user.id))).toEqual([['INVALID_STATE', ['input', 'id']]]);
});

it('does not let an admin bring an owner back', async () => {
  const owner = await aUser(db, { platformRole: 'OWNER', isDisabled: true });

  const result = await enable(owner.id, aPlatformCaller(permissionsOfPlatformRole('ADMIN')));

  expect(errorCodes(result)).toEqual(['FORBIDDEN']);
});

it.each<[string, Caller, string]>([
  ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a caller without users:write', aPlatformCaller(['platform:read', 'users:read']), 'FORBIDDEN'],
  ['a tenant caller', aTenantCaller(nowhere), 'FORBIDDEN'],
])('is refused to %s', async (_, caller, code) => {
  const user = await aUser(db, { isDisabled: true });

  expect(errorCodes(await enable(user.id, caller))).toEqual([code]);
});
