import type { Caller } from '@intendant/kit/identity/caller';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { permissionsOfPlatformRole } from '../role/role-permissions.ts';
import { securityModule } from '../subgraph.ts';
import { auditOf } from '../testing/audit-of.ts';
import { aMember, aTenant, aUser } from '../testing/builders.ts';
import { listenForCredentials, resolve, tokenOf } from '../testing/credentials.ts';
import { errorCodes, userErrors } from '../testing/errors-of.ts';

const END = `mutation ($input: EndSessionsInput!) {
  endSessions(input: $input) { user { openSessions } ended userErrors { code field } }
}`;
const USERS = '{ users { nodes { name openSessions } } }';
const nowhere = '11111111-1111-4111-8111-111111111111';
const hourMs = 3_600_000;
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());

const end = (userId: string, caller: Caller = aPlatformCaller()) =>
  db.execute('security', END, { input: { userId } }, caller);

describe('endSessions', () => {
  it('ends every session of the person at once and cuts their connections, audited', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });
    const other = await aUser(db, { platformRole: 'VIEWER' });
    const [first, second, others] = [
      await tokenOf(db, user),
      await tokenOf(db, user),
      await tokenOf(db, other),
    ];
    const credentials = [await resolve(db, first), await resolve(db, second)];
    const heard = listenForCredentials(db);

    const result = await end(user.id);

    expect(dataOf(result)['endSessions']).toEqual({ user: { openSessions: 0 }, ended: 2, userErrors: [] });
    expect(await Promise.all([first, second].map((token) => resolve(db, token)))).toEqual([null, null]);
    expect(await resolve(db, others)).not.toBeNull();
    expect(new Set(await heard.stop())).toEqual(
      new Set([
        ...credentials.map((found) => ['credential-revoked', { credentialId: found?.credentialId }]),
        ['credential-changed', { userId: user.id }],
      ]),
    );
    expect((await auditOf(db, user.id)).at(-1)).toMatchObject({
      action: 'user.end-sessions',
      tenantId: null,
      before: { openSessions: 2 },
      after: { openSessions: 0 },
    });
  });

  it('lets the person sign in again', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });
    await tokenOf(db, user);

    await end(user.id);

    expect(await resolve(db, await tokenOf(db, user))).not.toBeNull();
  });

  it('ends none, and audits nothing, when all are over already', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });
    await tokenOf(db, user);
    db.clock.advance(2 * hourMs);

    const result = await end(user.id);

    expect(dataOf(result)['endSessions']).toMatchObject({ ended: 0, userErrors: [] });
    expect((await auditOf(db, user.id)).map(({ action }) => action)).toEqual(['session.start']);
  });

  it('refuses an unknown user', async () => {
    for (const id of [nowhere, 'not-an-id']) {
      expect(userErrors(await end(id))).toEqual([['NOT_FOUND', ['input', 'userId']]]);
    }
  });

  it('does not let an admin sign an owner out', async () => {
    const owner = await aUser(db, { platformRole: 'OWNER' });

    const result = await end(owner.id, aPlatformCaller(permissionsOfPlatformRole('ADMIN')));

    expect(errorCodes(result)).toEqual(['FORBIDDEN']);
  });

  it.each<[string, Caller, string]>([
    ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
    ['a caller without users:write', aPlatformCaller(['platform:read', 'users:read']), 'FORBIDDEN'],
    ['a tenant caller', aTenantCaller(nowhere), 'FORBIDDEN'],
  ])('is refused to %s', async (_, caller, code) => {
    expect(errorCodes(await end((await aUser(db)).id, caller))).toEqual([code]);
  });
});

describe('the number of open sessions', () => {
  it('leaves out those that are signed out, idle for too long or too old', async () => {
    const { id: tenantId } = await aTenant(db);
    const { user } = await aMember(db, tenantId, 'VIEWER', { name: 'Idle' });
    await tokenOf(db, user);
    db.clock.advance(hourMs);
    const { user: present } = await aMember(db, tenantId, 'VIEWER', { name: 'Present' });
    await tokenOf(db, present);
    await tokenOf(db, present);

    const { users } = dataOf<{ users: { nodes: { name: string; openSessions: number }[] } }>(
      await db.execute('security', USERS),
    );

    expect(users.nodes).toEqual(expect.arrayContaining([{ name: 'Idle', openSessions: 0 }]));
    expect(users.nodes).toEqual(expect.arrayContaining([{ name: 'Present', openSessions: 2 }]));
  });

  it('is nobody’s business in a tenant', async () => {
    const { id: tenantId } = await aTenant(db);
    const { user } = await aMember(db, tenantId, 'VIEWER', { name: 'Member' });
    await tokenOf(db, user);

    const result = await db.execute('security', USERS, {}, aTenantCaller(tenantId));

    expect(dataOf(result)).toEqual({ users: { nodes: [{ name: 'Member', openSessions: null }] } });
  });

  it('costs one statement more for any number of people', async () => {
    const { statements } = await db.countStatements(() => db.execute('security', USERS));

    expect(statements).toHaveLength(2);
  });
});
