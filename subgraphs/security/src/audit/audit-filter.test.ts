import { randomUUID } from 'node:crypto';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { Caller } from '@intendant/kit/identity/caller';
import { aKey, anonymous, aPlatformCaller, aService, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from '../subgraph.ts';
import { anAuditEntry, type AuditEntryDetails } from '../testing/an-audit-entry.ts';
import { errorCodes } from '../testing/errors-of.ts';

const ENTRIES = `query ($filter: AuditEntryFilter, $first: Int, $after: String) {
  auditEntries(filter: $filter, first: $first, after: $after) {
    nodes { action }
    pageInfo { endCursor }
    totalCount
  }
}`;

let db: TestDatabase;
let tenantId: string;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(() => {
  tenantId = randomUUID();
});

const anEntry = (details: AuditEntryDetails = {}) => anAuditEntry(db, { tenantId, ...details });
const aTarget = (name: string | null, type = 'Tenant') => ({ type, id: randomUUID(), name });

async function list(variables: Record<string, unknown>, caller: Caller = aPlatformCaller()) {
  const { auditEntries } = dataOf<{
    auditEntries: {
      nodes: { action: string }[];
      pageInfo: { endCursor: string | null };
      totalCount: number;
    };
  }>(await db.execute('security', ENTRIES, variables, caller));
  return auditEntries;
}
const actions = async (filter: object, caller?: Caller) =>
  (await list({ filter: { tenantId, ...filter } }, caller)).nodes.map(({ action }) => action);

it('finds part of a name or of the action, in any letter case', async () => {
  const actor = { id: randomUUID(), name: 'Sarah Support' };
  await anEntry({ action: 'a.target', target: aTarget('Philharmonia Österreich') });
  await anEntry({ action: 'a.caller', caller: aPlatformCaller([], { name: 'Clara Operator' }) });
  await anEntry({ action: 'a.actor', caller: aTenantCaller(tenantId, [], { actor }) });
  await anEntry({ action: 'plan.retire', target: aTarget(null) });

  expect(await actions({ query: 'harmonia ÖST' })).toEqual(['a.target']);
  expect(await actions({ query: ' clara op ' })).toEqual(['a.caller']);
  expect(await actions({ query: 'SARAH' })).toEqual(['a.actor']);
  expect(await actions({ query: 'RETIRE' })).toEqual(['plan.retire']);
  expect(await actions({ query: 'Opera Clara' })).toEqual([]);
  expect(await actions({ query: '  ' })).toHaveLength(4);
});

it('takes %, _ and \\ in a search literally, and refuses what no name has', async () => {
  await anEntry({ action: 'a.one', target: aTarget('100 % opera_house \\ north') });
  await anEntry({ action: 'a.two', target: aTarget('1000 operaxhouse north') });

  expect(await actions({ query: '0 % o' })).toEqual(['a.one']);
  expect(await actions({ query: 'opera_' })).toEqual(['a.one']);
  expect(await actions({ query: '\\' })).toEqual(['a.one']);
  for (const query of ['\0', 'x'.repeat(201)]) {
    expect(errorCodes(await db.execute('security', ENTRIES, { filter: { query } }))).toEqual([
      'BAD_USER_INPUT',
    ]);
  }
});

it('filters by several actions, by type of target and by kind of caller', async () => {
  await anEntry({ action: 'user.create', target: aTarget('Tom', 'User') });
  await anEntry({ action: 'key.create', target: aTarget('ci', 'ApiKey'), caller: aKey([]) });
  await anEntry({
    action: 'trial.expire',
    target: aTarget('Trial', 'Subscription'),
    caller: aService('jobs'),
  });
  await anEntry({ action: 'trial.nobody', target: aTarget('Trial', 'Subscription'), caller: anonymous });

  expect(await actions({ actions: ['user.create', 'key.create', 'no.such'] })).toEqual([
    'key.create',
    'user.create',
  ]);
  expect(await actions({ actions: [] })).toEqual([]);
  expect(await actions({ targetType: 'User' })).toEqual(['user.create']);
  expect(await actions({ callerKinds: ['API_KEY'] })).toEqual(['key.create']);
  expect(await actions({ callerKinds: ['SERVICE', 'USER'] })).toEqual([
    'trial.nobody',
    'trial.expire',
    'user.create',
  ]);
  expect(await actions({ targetType: 'User', callerKinds: ['SERVICE'] })).toEqual([]);
});

it('tells platform staff from people of tenants and programs, and changes from signing in', async () => {
  await anEntry({ action: 'tenant.suspend' });
  await anEntry({ action: 'session.start' });
  await anEntry({ action: 'session.end' });
  await anEntry({ action: 'key.revoke', caller: aTenantCaller(tenantId) });
  await anEntry({ action: 'key.create', caller: aKey(['platform:read']) });
  await anEntry({ action: 'trial.expire', caller: aService('jobs') });

  expect(await actions({ isByStaff: true, isChange: true })).toEqual(['tenant.suspend']);
  expect(await actions({ isByStaff: true, isChange: false })).toEqual(['session.end', 'session.start']);
  expect(await actions({ isByStaff: false })).toEqual(['trial.expire', 'key.create', 'key.revoke']);
});

it('counts what matches on all pages, up to 10,000', async () => {
  for (let count = 0; count < 3; count += 1) {
    await anEntry({ action: 'tenant.update' });
  }
  await anEntry({ action: 'tenant.suspend' });
  const filter = { tenantId, actions: ['tenant.update'] };

  const first = await list({ filter, first: 2 });
  const second = await list({ filter, first: 2, after: first.pageInfo.endCursor });

  expect([first, second].map(({ nodes, totalCount }) => [nodes.length, totalCount])).toEqual([
    [2, 3],
    [1, 3],
  ]);
});

it('stops counting at 10,000', async () => {
  await executeSql(
    db.em('security'),
    `select platform.append_audit(gen_random_uuid(), now(), 'bulk.write', 'service', null, null, null, null, 'Bulk',
       'bulk', null, ?::uuid, 'r', null, null)
     from generate_series(1, 10001)`,
    [tenantId],
  );

  expect((await list({ filter: { tenantId }, first: 1 })).totalCount).toBe(10_000);
});

it('tells what concerns a tenant from what concerns the platform itself', async () => {
  const target = aTarget('ci', 'ApiKey');
  await anEntry({ action: 'key.create', target });
  await anEntry({ action: 'key.revoke', target, tenantId: null });
  const ofTarget = async (hasTenant: boolean, caller?: Caller) =>
    (await list({ filter: { targetId: target.id, hasTenant } }, caller)).nodes.map(({ action }) => action);

  expect(await ofTarget(true)).toEqual(['key.create']);
  expect(await ofTarget(false)).toEqual(['key.revoke']);
  expect(await ofTarget(false, aTenantCaller(tenantId))).toEqual([]);
});

it('costs two statements with the count, whatever is asked for', async () => {
  await anEntry();
  const filter = {
    query: 'opera',
    actions: ['tenant.update'],
    targetType: 'Tenant',
    callerKinds: ['USER'],
    isByStaff: true,
    isChange: true,
  };

  const { result, statements } = await db.countStatements(() => list({ filter: { tenantId, ...filter } }));

  expect(result.nodes).toHaveLength(1);
  expect(statements).toHaveLength(2);
});

it.each([
  ['query', { query: 'Opera' }],
  ['actions', { actions: ['tenant.update'] }],
  ['targetType', { targetType: 'Tenant' }],
  ['callerKinds', { callerKinds: ['USER'] }],
  ['isByStaff', { isByStaff: true }],
  ['isChange', { isChange: true }],
  ['hasTenant', { hasTenant: true }],
])('shows a tenant caller entries of its own tenant only, also by %s', async (_, filter) => {
  const other = randomUUID();
  await anEntry();
  await anEntry({ tenantId: other });
  await anEntry({ tenantId: null });

  const seen = await list({ filter }, aTenantCaller(tenantId));
  const ofOthers = await list({ filter: { ...filter, tenantId: other } }, aTenantCaller(tenantId));

  expect([seen.nodes.length, seen.totalCount]).toEqual([1, 1]);
  expect([ofOthers.nodes.length, ofOthers.totalCount]).toEqual([0, 0]);
});
