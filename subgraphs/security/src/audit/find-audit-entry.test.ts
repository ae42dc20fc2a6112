import { randomUUID } from 'node:crypto';
import type { Caller } from '@intendant/kit/identity/caller';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from '../subgraph.ts';
import { anAuditEntry } from '../testing/an-audit-entry.ts';
import { errorCodes } from '../testing/errors-of.ts';

const ENTRY = 'query ($id: ID!) { auditEntry(id: $id) { id action tenant { id } } }';
const IDS = 'query ($filter: AuditEntryFilter) { auditEntries(filter: $filter) { nodes { id } } }';
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());

const find = async (id: string, caller: Caller = aPlatformCaller()) =>
  dataOf(await db.execute('security', ENTRY, { id }, caller))['auditEntry'];

async function idOfEntry(tenantId: string | null): Promise<string> {
  const { targetId } = await anAuditEntry(db, { tenantId });
  const { auditEntries } = dataOf<{ auditEntries: { nodes: { id: string }[] } }>(
    await db.execute('security', IDS, { filter: { targetId } }),
  );
  return auditEntries.nodes[0]?.id ?? '';
}

it('finds one entry', async () => {
  const tenantId = randomUUID();
  const id = await idOfEntry(tenantId);

  expect(await find(id)).toEqual({ id, action: 'tenant.update', tenant: { id: tenantId } });
});

it('costs one statement, and none for what cannot be an entry', async () => {
  const id = await idOfEntry(randomUUID());

  const found = await db.countStatements(() => find(id));
  const impossible = await db.countStatements(() => find('not an id'));

  expect([found.statements.length, impossible.statements.length]).toEqual([1, 0]);
});

it('is null for what does not exist', async () => {
  expect(await find(randomUUID())).toBeNull();
  expect(await find('not an id')).toBeNull();
});

it('is null to a tenant caller for entries of others and of the platform', async () => {
  const [own, other] = [randomUUID(), randomUUID()];
  const ids = [await idOfEntry(own), await idOfEntry(other), await idOfEntry(null)];

  const found = await Promise.all(ids.map((id) => find(id, aTenantCaller(own))));

  expect(found).toEqual([{ id: ids[0], action: 'tenant.update', tenant: { id: own } }, null, null]);
});

it.each<[string, Caller, string]>([
  ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a caller without audit:read', aPlatformCaller(['platform:read']), 'FORBIDDEN'],
])('is refused to %s', async (_, caller, code) => {
  expect(errorCodes(await db.execute('security', ENTRY, { id: randomUUID() }, caller))).toEqual([code]);
});
