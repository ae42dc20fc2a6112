import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { tenantsModule } from '../subgraph.ts';
import { aTenant } from '../testing/a-tenant.ts';

const UPDATE_TENANT = `
  mutation UpdateTenant($input: UpdateTenantInput!) {
    updateTenant(input: $input) {
      tenant { id name slug contactEmail createdAt updatedAt }
      userErrors { code message field }
    }
  }`;

interface Payload {
  updateTenant: {
    tenant: Record<string, string> | null;
    userErrors: { code: string; field: string[] | null }[];
  };
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([tenantsModule]);
});
afterAll(() => db.close());

async function update(input: object, caller = aPlatformCaller()): Promise<Payload['updateTenant']> {
  return dataOf<Payload>(await db.execute('tenants', UPDATE_TENANT, { input }, caller)).updateTenant;
}

it('changes what is given and leaves the rest', async () => {
  const tenant = await aTenant(db, { name: 'Before' });
  db.clock.advance(60_000);

  const payload = await update({ id: tenant.id, name: 'After', contactEmail: null });

  expect(payload).toMatchObject({
    tenant: {
      name: 'After',
      slug: tenant.slug,
      contactEmail: tenant.contactEmail,
      createdAt: tenant.createdAt.toISOString(),
      updatedAt: db.clock.now().toISOString(),
    },
    userErrors: [],
  });
});

it('publishes with the next version, and audits what was before and after', async () => {
  const tenant = await aTenant(db, { name: 'Before' });

  await update({ id: tenant.id, name: 'After' });
  await update({ id: tenant.id, name: 'Later' });

  const events = await publishedEvents(db, tenant.id);
  const entries = await auditEntries(db, tenant.id);
  expect(events.map(({ type, version, data }) => [type, version, data['name']])).toEqual([
    ['tenant.created', 1, 'Before'],
    ['tenant.updated', 2, 'After'],
    ['tenant.updated', 3, 'Later'],
  ]);
  expect(entries.at(1)).toMatchObject({
    action: 'tenant.update',
    before: { name: 'Before' },
    after: { name: 'After' },
  });
});

it('tells nobody when nothing differs', async () => {
  const tenant = await aTenant(db);

  const payload = await update({ id: tenant.id, name: tenant.name, slug: tenant.slug });

  expect(payload.userErrors).toEqual([]);
  expect(await publishedEvents(db, tenant.id)).toHaveLength(1);
  expect(await auditEntries(db, tenant.id)).toHaveLength(1);
});

it('refuses a slug that another tenant holds', async () => {
  const [tenant, other] = [await aTenant(db), await aTenant(db)];

  const payload = await update({ id: tenant.id, slug: other.slug });

  expect(payload).toMatchObject({
    tenant: null,
    userErrors: [{ code: 'ALREADY_EXISTS', field: ['input', 'slug'] }],
  });
});

it.each([randomUUID(), 'no-uuid'])('reports NOT_FOUND for the id %s', async (id) => {
  const payload = await update({ id, name: 'Somebody' });

  expect(payload).toMatchObject({ tenant: null, userErrors: [{ code: 'NOT_FOUND' }] });
});

it('lets a tenant’s own callers change name and contact, but not the slug', async () => {
  const tenant = await aTenant(db);
  const caller = aTenantCaller(tenant.id, ['tenants:read', 'tenants:write']);

  const payload = await update({ id: tenant.id, name: 'Ours', contactEmail: 'us@ours.example' }, caller);
  const slug = await db.execute(
    'tenants',
    UPDATE_TENANT,
    { input: { id: tenant.id, slug: 'ours-now' } },
    caller,
  );

  expect(payload.tenant).toMatchObject({ name: 'Ours', contactEmail: 'us@ours.example' });
  expect(slug.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
});

it('makes another tenant look missing', async () => {
  const [mine, other] = [await aTenant(db), await aTenant(db)];
  const caller = aTenantCaller(mine.id, ['tenants:read', 'tenants:write']);

  const payload = await update({ id: other.id, name: 'Taken over' }, caller);
  const missing = await update({ id: randomUUID(), name: 'Taken over' }, caller);

  expect(payload).toMatchObject({ tenant: null, userErrors: [{ code: 'NOT_FOUND' }] });
  expect(payload).toEqual(missing);
  expect(await publishedEvents(db, other.id)).toHaveLength(1);
});

it('is forbidden without the permission', async () => {
  const { id } = await aTenant(db);

  for (const [caller, code] of [
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['tenants:read']), 'FORBIDDEN'],
    [aTenantCaller(id, ['tenants:read']), 'FORBIDDEN'],
  ] as const) {
    const { errors } = await db.execute('tenants', UPDATE_TENANT, { input: { id, name: 'No' } }, caller);
    expect(errors?.[0]?.extensions).toMatchObject({ code });
  }
});

it('queues up concurrent changes of one tenant, so that none is lost', async () => {
  const tenant = await aTenant(db);

  await Promise.all([
    update({ id: tenant.id, name: 'Renamed' }),
    update({ id: tenant.id, contactEmail: 'moved@hall.example' }),
  ]);

  const last = (await publishedEvents(db, tenant.id)).at(-1);
  expect(last).toMatchObject({ version: 3, data: { name: 'Renamed', contactEmail: 'moved@hall.example' } });
});

it('leaves nothing of a refused change for the next mutation of the same request to store', async () => {
  const [tenant, other] = [await aTenant(db, { name: 'Before' }), await aTenant(db)];
  const both = `
    mutation Both($refused: UpdateTenantInput!, $accepted: UpdateTenantInput!) {
      refused: updateTenant(input: $refused) { tenant { id } userErrors { code } }
      accepted: updateTenant(input: $accepted) { tenant { name contactEmail } userErrors { code } }
    }`;

  const result = await db.execute('tenants', both, {
    refused: { id: tenant.id, name: 'Refused', slug: other.slug },
    accepted: { id: tenant.id, contactEmail: 'new@hall.example' },
  });

  expect(dataOf(result)).toEqual({
    refused: { tenant: null, userErrors: [{ code: 'ALREADY_EXISTS' }] },
    accepted: { tenant: { name: 'Before', contactEmail: 'new@hall.example' }, userErrors: [] },
  });
});
