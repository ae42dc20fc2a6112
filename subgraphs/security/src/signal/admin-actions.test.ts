import { randomUUID } from 'node:crypto';
import { aKey, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from '../subgraph.ts';
import { anAuditEntry } from '../testing/an-audit-entry.ts';
import { aTenant } from '../testing/builders.ts';
import { errorCodes } from '../testing/errors-of.ts';

const ACTIONS = 'query ($first: Int) { adminActions(first: $first) { action actedBy } }';
const hourMs = 3_600_000;
const tenantId = randomUUID();
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(() => {
  db.clock.advance(72 * hourMs);
});

const latest = async (first: number) =>
  dataOf<{ adminActions: { action: string; actedBy: string }[] }>(
    await db.execute('security', ACTIONS, { first }),
  ).adminActions;

it('lists the changes of platform staff, the last first, by who really made them', async () => {
  const actor = { id: randomUUID(), name: 'Sarah Support' };
  const clara = aPlatformCaller(['platform:read'], { name: 'Clara Operator' });
  await anAuditEntry(db, { action: 'tenant.suspend', caller: clara });
  await anAuditEntry(db, {
    action: 'key.create',
    caller: aTenantCaller(tenantId, [], { name: 'Tom', actor }),
    tenantId,
  });
  await anAuditEntry(db, { action: 'session.start', caller: clara });
  await anAuditEntry(db, { action: 'key.revoke', caller: aTenantCaller(tenantId), tenantId });
  await anAuditEntry(db, { action: 'plan.create', caller: aKey(['platform:read']) });

  expect(await latest(2)).toEqual([
    { action: 'key.create', actedBy: 'Sarah Support' },
    { action: 'tenant.suspend', actedBy: 'Clara Operator' },
  ]);
});

it('names the tenant of each change, with one statement however many there are', async () => {
  const opera = await aTenant(db, { name: 'Opera' });
  await db.drainJobs();
  const caller = aPlatformCaller();
  const named = `{ adminActions(first: 20) { action tenantName tenant { id } } }`;
  const read = () => db.countStatements(() => db.execute('security', named));
  await anAuditEntry(db, { action: 'setting.update', caller });
  await anAuditEntry(db, { action: 'subscription.change-plan', caller, tenantId: opera.id });
  const few = await read();
  for (let count = 0; count < 15; count += 1) {
    await anAuditEntry(db, { action: 'override.grant', caller, tenantId: (await aTenant(db)).id });
  }
  db.clock.advance(hourMs);

  const many = await read();

  expect(dataOf<{ adminActions: object[] }>(few.result).adminActions.slice(0, 2)).toEqual([
    { action: 'subscription.change-plan', tenantName: 'Opera', tenant: { id: opera.id } },
    { action: 'setting.update', tenantName: null, tenant: null },
  ]);
  expect(many.statements).toHaveLength(1);
  expect(few.statements).toHaveLength(1);
});

it('counts exactly what the audit log shows of changes by staff in the same time', async () => {
  const caller = aPlatformCaller();
  for (const action of ['session.start', 'tenant.create', 'tenant.suspend', 'session.end']) {
    await anAuditEntry(db, { action, caller });
  }
  db.clock.advance(hourMs);
  const from = new Date(db.clock.now().getTime() - 24 * hourMs).toISOString();

  const { securityActivity, auditEntries } = dataOf<{
    securityActivity: { adminActions24h: number };
    auditEntries: { totalCount: number };
  }>(
    await db.execute(
      'security',
      `query ($filter: AuditEntryFilter) {
        securityActivity { adminActions24h }
        auditEntries(filter: $filter) { totalCount }
      }`,
      { filter: { isByStaff: true, isChange: true, from } },
    ),
  );

  expect(securityActivity.adminActions24h).toBe(2);
  expect(auditEntries.totalCount).toBe(2);
});

it('refuses more than a page, and people of a tenant', async () => {
  expect(errorCodes(await db.execute('security', ACTIONS, { first: 101 }))).toEqual(['BAD_USER_INPUT']);
  expect(errorCodes(await db.execute('security', ACTIONS, {}, aTenantCaller(tenantId)))).toEqual([
    'FORBIDDEN',
  ]);
});
