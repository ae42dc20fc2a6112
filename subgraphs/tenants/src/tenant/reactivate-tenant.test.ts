import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { tenantsModule } from '../subgraph.ts';
import { aTenant } from '../testing/a-tenant.ts';

const REACTIVATE_TENANT = `
  mutation ReactivateTenant($input: ReactivateTenantInput!) {
    reactivateTenant(input: $input) {
      tenant { status suspensionReason suspendedAt updatedAt }
      userErrors { code message field }
    }
  }`;

interface Payload {
  reactivateTenant: { tenant: object | null; userErrors: { code: string; field: string[] | null }[] };
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([tenantsModule]);
});
afterAll(() => db.close());

async function reactivate(id: string): Promise<Payload['reactivateTenant']> {
  return dataOf<Payload>(await db.execute('tenants', REACTIVATE_TENANT, { input: { id } })).reactivateTenant;
}

it('returns a suspended tenant to use', async () => {
  const { id } = await aTenant(db, { status: 'SUSPENDED' });
  db.clock.advance(1_000);

  const payload = await reactivate(id);

  expect(payload).toEqual({
    tenant: {
      status: 'ACTIVE',
      suspensionReason: null,
      suspendedAt: null,
      updatedAt: db.clock.now().toISOString(),
    },
    userErrors: [],
  });
});

it('publishes and audits the reactivation', async () => {
  const { id } = await aTenant(db, { status: 'SUSPENDED' });

  await reactivate(id);

  const versions = (await publishedEvents(db, id)).map(({ type, version }) => [type, version]);
  expect(versions.at(-1)).toEqual(['tenant.reactivated', 3]);
  expect((await auditEntries(db, id)).at(-1)).toMatchObject({
    action: 'tenant.reactivate',
    before: { status: 'SUSPENDED', suspensionReason: 'Unpaid invoices' },
    after: { status: 'ACTIVE', suspensionReason: null },
  });
});

it('refuses a tenant that is not suspended', async () => {
  const { id } = await aTenant(db);

  const payload = await reactivate(id);

  expect(payload).toMatchObject({
    tenant: null,
    userErrors: [{ code: 'INVALID_STATE', field: ['input', 'id'] }],
  });
});

it('reports NOT_FOUND for a tenant that does not exist', async () => {
  const payload = await reactivate(randomUUID());

  expect(payload).toMatchObject({ tenant: null, userErrors: [{ code: 'NOT_FOUND' }] });
});

it('is forbidden to everybody but platform callers who may write tenants', async () => {
  const { id } = await aTenant(db, { status: 'SUSPENDED' });

  for (const [caller, code] of [
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['platform:read', 'tenants:read']), 'FORBIDDEN'],
    [aTenantCaller(id), 'FORBIDDEN'],
  ] as const) {
    const { errors } = await db.execute('tenants', REACTIVATE_TENANT, { input: { id } }, caller);
    expect(errors?.[0]?.extensions).toMatchObject({ code });
  }
});
