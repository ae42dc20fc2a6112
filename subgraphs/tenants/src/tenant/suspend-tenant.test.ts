import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { tenantsModule } from '../subgraph.ts';
import { aTenant } from '../testing/a-tenant.ts';

const SUSPEND_TENANT = `
  mutation SuspendTenant($input: SuspendTenantInput!) {
    suspendTenant(input: $input) {
      tenant { status suspensionReason suspendedAt updatedAt }
      userErrors { code message field }
    }
  }`;

interface Payload {
  suspendTenant: { tenant: object | null; userErrors: { code: string; field: string[] | null }[] };
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([tenantsModule]);
});
afterAll(() => db.close());

async function suspend(input: object): Promise<Payload['suspendTenant']> {
  return dataOf<Payload>(await db.execute('tenants', SUSPEND_TENANT, { input })).suspendTenant;
}

it('suspends an active tenant with its reason', async () => {
  const { id } = await aTenant(db);
  db.clock.advance(1_000);

  const payload = await suspend({ id, reason: ' Unpaid invoices ' });

  const now = db.clock.now().toISOString();
  expect(payload).toEqual({
    tenant: { status: 'SUSPENDED', suspensionReason: 'Unpaid invoices', suspendedAt: now, updatedAt: now },
    userErrors: [],
  });
});

it('publishes and audits the suspension', async () => {
  const { id } = await aTenant(db);

  await suspend({ id, reason: 'Unpaid invoices' });

  expect((await publishedEvents(db, id)).at(-1)).toMatchObject({
    type: 'tenant.suspended',
    version: 2,
    data: { status: 'SUSPENDED' },
  });
  expect((await auditEntries(db, id)).at(-1)).toMatchObject({
    action: 'tenant.suspend',
    before: { status: 'ACTIVE', suspensionReason: null },
    after: { status: 'SUSPENDED', suspensionReason: 'Unpaid invoices' },
  });
});

it('keeps the first reason when the tenant is suspended already', async () => {
  const { id } = await aTenant(db, { status: 'SUSPENDED' });

  const payload = await suspend({ id, reason: 'Another reason' });

  expect(payload).toMatchObject({
    tenant: null,
    userErrors: [{ code: 'INVALID_STATE', field: ['input', 'id'] }],
  });
  expect((await publishedEvents(db, id)).map(({ type }) => type)).toEqual([
    'tenant.created',
    'tenant.suspended',
  ]);
});

it('suspends once when asked twice at the same moment', async () => {
  const { id } = await aTenant(db);

  const payloads = await Promise.all([suspend({ id, reason: 'First' }), suspend({ id, reason: 'Second' })]);

  expect(payloads.filter(({ tenant }) => tenant !== null)).toHaveLength(1);
  expect(payloads.flatMap(({ userErrors }) => userErrors)).toMatchObject([{ code: 'INVALID_STATE' }]);
});

it.each(['', 'no', 'x'.repeat(501)])('asks for a reason of sensible length, not “%s”', async (reason) => {
  const { id } = await aTenant(db);

  const payload = await suspend({ id, reason });

  expect(payload).toMatchObject({
    tenant: null,
    userErrors: [{ code: 'BAD_INPUT', field: ['input', 'reason'] }],
  });
});

it('reports NOT_FOUND for a tenant that does not exist', async () => {
  const payload = await suspend({ id: randomUUID(), reason: 'Unpaid invoices' });

  expect(payload).toMatchObject({
    tenant: null,
    userErrors: [{ code: 'NOT_FOUND', field: ['input', 'id'] }],
  });
});

it('is forbidden to everybody but platform callers who may write tenants', async () => {
  const { id } = await aTenant(db);

  for (const [caller, code] of [
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['platform:read', 'tenants:read']), 'FORBIDDEN'],
    [aTenantCaller(id), 'FORBIDDEN'],
  ] as const) {
    const { errors } = await db.execute(
      'tenants',
      SUSPEND_TENANT,
      { input: { id, reason: 'Reason' } },
      caller,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code });
  }
  expect(await publishedEvents(db, id)).toHaveLength(1);
});
