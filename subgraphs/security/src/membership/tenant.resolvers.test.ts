import { randomUUID } from 'node:crypto';
import type { Caller } from '@intendant/kit/identity/caller';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from '../subgraph.ts';
import { aMember, aMembership, aTenant, aUser } from '../testing/builders.ts';
import { tokenOf } from '../testing/credentials.ts';
import { errorCodes } from '../testing/errors-of.ts';
import { storedKeys } from '../testing/suspicious.ts';

const figuresOf = (fields: string) => `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Tenant { ${fields} } }
}`;
const FIGURES = figuresOf('memberCount signedInCount activeApiKeyCount');
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());

const execute = (ids: readonly string[], caller: Caller = aPlatformCaller(), query = FIGURES) =>
  db.execute('security', query, { representations: ids.map((id) => ({ __typename: 'Tenant', id })) }, caller);
const figures = async (...args: Parameters<typeof execute>) =>
  dataOf<{ _entities: object[] }>(await execute(...args))._entities;

it('count who may sign in, who is signed in, and the keys that work', async () => {
  const tenant = await aTenant(db);
  const { user } = await aMember(db, tenant.id, 'OWNER');
  await aMember(db, tenant.id, 'VIEWER');
  await aMember(db, tenant.id, 'VIEWER', { isDisabled: true });
  await tokenOf(db, user);
  await tokenOf(db, user);
  const now = db.clock.now();
  const later = new Date(now.getTime() + 1_000);
  await storedKeys(db, { tenantId: tenant.id });
  await storedKeys(db, { tenantId: tenant.id, expiresAt: later });
  await storedKeys(db, { tenantId: tenant.id, expiresAt: now });
  await storedKeys(db, { tenantId: tenant.id, revokedAt: now });

  expect(await figures([tenant.id, randomUUID()])).toEqual([
    { memberCount: 2, signedInCount: 1, activeApiKeyCount: 2 },
    { memberCount: 0, signedInCount: 0, activeApiKeyCount: 0 },
  ]);
});

it('count nobody as signed in whose session is over', async () => {
  const tenant = await aTenant(db);
  const { user } = await aMember(db, tenant.id, 'OWNER');
  await tokenOf(db, user);
  db.clock.advance(3_600_000);

  expect(await figures([tenant.id])).toMatchObject([{ signedInCount: 0 }]);
});

it('cost one statement each for any number of tenants', async () => {
  const ids: string[] = [];
  const user = await aUser(db, { platformRole: 'VIEWER' });
  await tokenOf(db, user);
  for (let count = 0; count < 20; count += 1) {
    const { id } = await aTenant(db);
    await aMembership(db, { user, tenantId: id, role: 'VIEWER' });
    ids.push(id);
  }

  const { result, statements } = await db.countStatements(() => figures(ids));

  expect(result).toEqual(ids.map(() => ({ memberCount: 1, signedInCount: 1, activeApiKeyCount: 0 })));
  expect(statements).toHaveLength(3);
});

it('are not there for a tenant of others', async () => {
  const [own, other] = [await aTenant(db), await aTenant(db)];
  await aMember(db, own.id, 'OWNER');
  await aMember(db, other.id, 'OWNER');

  expect(await figures([own.id, other.id], aTenantCaller(own.id))).toEqual([
    { memberCount: 1, signedInCount: 0, activeApiKeyCount: 0 },
    { memberCount: null, signedInCount: null, activeApiKeyCount: null },
  ]);
});

it.each<[string, Caller, string, string]>([
  ['memberCount', aPlatformCaller(['keys:read']), 'memberCount', 'FORBIDDEN'],
  ['signedInCount', aPlatformCaller(['keys:read']), 'signedInCount', 'FORBIDDEN'],
  ['activeApiKeyCount', aPlatformCaller(['users:read']), 'activeApiKeyCount', 'FORBIDDEN'],
  ['memberCount', anonymous, 'memberCount', 'UNAUTHENTICATED'],
])('refuse %s to who may not read it', async (_, caller, field, code) => {
  expect(errorCodes(await execute([(await aTenant(db)).id], caller, figuresOf(field)))).toEqual([code]);
});
