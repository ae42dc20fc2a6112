import { randomUUID } from 'node:crypto';
import type { Caller } from '@intendant/kit/identity/caller';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from '../subgraph.ts';
import { anAuditEntry } from '../testing/an-audit-entry.ts';
import { errorCodes } from '../testing/errors-of.ts';

const VOCABULARY = '{ auditVocabulary { actions targetTypes } }';
const [own, other] = [randomUUID(), randomUUID()];
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(() => db.clock.advance(3_600_000));

const vocabulary = async (caller: Caller = aPlatformCaller()) =>
  dataOf(await db.execute('security', VOCABULARY, {}, caller))['auditVocabulary'];
const anEntry = (action: string, type: string, tenantId: string | null = null) =>
  anAuditEntry(db, { action, target: { type, id: randomUUID(), name: null }, tenantId });

it('is empty without entries', async () => {
  expect(await vocabulary()).toEqual({ actions: [], targetTypes: [] });
  expect(await vocabulary(aTenantCaller(own))).toEqual({ actions: [], targetTypes: [] });
});

it('names each action and each type of target once, by name', async () => {
  await anEntry('user.create', 'User');
  await anEntry('tenant.update', 'Tenant', own);
  await anEntry('tenant.update', 'Tenant', other);
  await anEntry('tenant-flag.set', 'Tenant', own);
  await anEntry('key.create', 'ApiKey', own);

  expect(await vocabulary()).toEqual({
    actions: ['key.create', 'tenant-flag.set', 'tenant.update', 'user.create'],
    targetTypes: ['ApiKey', 'Tenant', 'User'],
  });
});

it('names to a tenant caller the words of its own tenant only', async () => {
  expect(await vocabulary(aTenantCaller(own))).toEqual({
    actions: ['key.create', 'tenant-flag.set', 'tenant.update'],
    targetTypes: ['ApiKey', 'Tenant'],
  });
  expect(await vocabulary(aTenantCaller(other))).toEqual({
    actions: ['tenant.update'],
    targetTypes: ['Tenant'],
  });
});

it('costs one statement, and none while it is kept', async () => {
  const first = await db.countStatements(() => vocabulary());
  const second = await db.countStatements(() => vocabulary());

  expect([first.statements.length, second.statements.length]).toEqual([1, 0]);
});

it.each<[string, Caller, string]>([
  ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a caller without audit:read', aPlatformCaller(['platform:read']), 'FORBIDDEN'],
])('is refused to %s', async (_, caller, code) => {
  expect(errorCodes(await db.execute('security', VOCABULARY, {}, caller))).toEqual([code]);
});
