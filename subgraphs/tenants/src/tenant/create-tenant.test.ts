import { randomUUID } from 'node:crypto';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { tenantsModule } from '../subgraph.ts';
import { aTenant, tenantsContext } from '../testing/a-tenant.ts';
import { createTenant } from './create-tenant.ts';
import { TenantEntity, type Tenant } from './tenant.entity.ts';

const CREATE_TENANT = `
  mutation CreateTenant($input: CreateTenantInput!) {
    createTenant(input: $input) {
      tenant { id name slug contactEmail status suspensionReason suspendedAt isDemo createdAt updatedAt }
      userErrors { code message field }
    }
  }`;

interface Payload {
  createTenant: {
    tenant: Tenant | null;
    userErrors: { code: string; message: string; field: string[] | null }[];
  };
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([tenantsModule]);
});
afterAll(() => db.close());

function anInput(overrides: Partial<Record<'name' | 'slug' | 'contactEmail', string>> = {}) {
  const slug = `hall-${randomUUID().slice(0, 8)}`;
  return { name: 'Concert Hall', slug, contactEmail: 'hello@hall.example', ...overrides };
}

async function create(input: object, caller = aPlatformCaller()): Promise<Payload['createTenant']> {
  return dataOf<Payload>(await db.execute('tenants', CREATE_TENANT, { input }, caller)).createTenant;
}

it('creates a tenant that is in use at once', async () => {
  const input = anInput({ name: '  Concert Hall ' });

  const { tenant, userErrors } = await create(input);

  const now = db.clock.now().toISOString();
  expect(userErrors).toEqual([]);
  expect(tenant).toMatchObject({ ...input, name: 'Concert Hall', status: 'ACTIVE', isDemo: false });
  expect(tenant).toMatchObject({ suspensionReason: null, suspendedAt: null, createdAt: now, updatedAt: now });
});

it('publishes the full state and writes the audit entry with the work', async () => {
  const { tenant } = await create(anInput());
  const id = tenant?.id ?? '';

  expect(await publishedEvents(db, id)).toEqual([
    {
      type: 'tenant.created',
      version: 1,
      tenantId: id,
      data: {
        id,
        name: 'Concert Hall',
        slug: tenant?.slug,
        contactEmail: 'hello@hall.example',
        status: 'ACTIVE',
        isDemo: false,
        createdAt: db.clock.now().toISOString(),
        updatedAt: db.clock.now().toISOString(),
      },
    },
  ]);
  expect(await auditEntries(db, id)).toMatchObject([
    { action: 'tenant.create', callerName: 'Ada Administrator', before: null, after: { slug: tenant?.slug } },
  ]);
});

it('keeps a slug in lower case', async () => {
  const input = anInput();

  const { tenant } = await create({ ...input, slug: ` ${input.slug.toUpperCase()} ` });

  expect(tenant?.slug).toBe(input.slug);
});

it('refuses a slug that is taken in any letter case, and stores nothing', async () => {
  const { slug } = await aTenant(db);
  const before = await db.em('tenants').count(TenantEntity);

  const { tenant, userErrors } = await create(anInput({ slug: slug.toUpperCase() }));

  expect(tenant).toBeNull();
  expect(userErrors).toMatchObject([{ code: 'ALREADY_EXISTS', field: ['input', 'slug'] }]);
  expect(await db.em('tenants').count(TenantEntity)).toBe(before);
});

it('gives a slug to exactly one of many who ask for it at once', async () => {
  const input = anInput();

  const results = await Promise.all(Array.from({ length: 8 }, () => create(input)));

  const winners = results.filter(({ tenant }) => tenant !== null);
  const codes = results.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
  expect(winners).toHaveLength(1);
  expect(codes).toEqual(Array.from({ length: 7 }, () => 'ALREADY_EXISTS'));
  expect(await publishedEvents(db, winners[0]?.tenant?.id ?? '')).toHaveLength(1);
});

it.each([
  ['ab', 'too short'],
  ['a'.repeat(64), 'too long'],
  ['-hall', 'leading hyphen'],
  ['hall-', 'trailing hyphen'],
  ['con cert', 'space'],
  ['häll', 'not ASCII'],
  ['con.cert', 'dot'],
  ['xn--hall', 'encoded'],
  ['www', 'reserved'],
  ['API', 'reserved in capitals'],
  ['platform', 'reserved'],
  ['018f0000-0000-7000-8000-000000000001', 'looks like an id'],
])('refuses the slug %s (%s)', async (slug) => {
  const { tenant, userErrors } = await create(anInput({ slug }));

  expect(tenant).toBeNull();
  expect(userErrors).toMatchObject([{ code: 'BAD_INPUT', field: ['input', 'slug'] }]);
});

it('accepts the shortest and the longest slug', async () => {
  const short = await create(anInput({ slug: 'b2b' }));
  const long = await create(anInput({ slug: `a${'-1'.repeat(31)}` }));

  expect(short.userErrors).toEqual([]);
  expect(long.tenant?.slug).toHaveLength(63);
});

it('names every wrong field', async () => {
  const { userErrors } = await create({ name: 'x', slug: 'no_way', contactEmail: 'nobody' });

  expect(userErrors.map(({ field }) => field?.join('.'))).toEqual([
    'input.name',
    'input.slug',
    'input.contactEmail',
  ]);
});

it('is forbidden to everybody but platform callers who may write tenants', async () => {
  const input = anInput();
  const tenantCaller = aTenantCaller(randomUUID());
  const tenantCallerWithPlatformScope = aTenantCaller(randomUUID(), ['platform:read', 'tenants:write']);

  for (const [caller, code] of [
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['platform:read', 'tenants:read']), 'FORBIDDEN'],
    [aTenantCaller(randomUUID(), ['tenants:write']), 'FORBIDDEN'],
    [tenantCaller, 'FORBIDDEN'],
    [tenantCallerWithPlatformScope, 'FORBIDDEN'],
  ] as const) {
    const { errors } = await db.execute('tenants', CREATE_TENANT, { input }, caller);
    expect(errors?.[0]?.extensions).toMatchObject({ code });
  }
  expect(await db.em('tenants').count(TenantEntity, { slug: input.slug })).toBe(0);
});

it('takes the demo fleet’s fixed identifiers and mark', async () => {
  const id = randomUUID();

  const tenant = await createTenant(tenantsContext(db), { ...anInput(), id, isDemo: true });

  expect(await db.em('tenants').findOneOrFail(TenantEntity, { id })).toMatchObject({
    slug: tenant.slug,
    isDemo: true,
  });
});

it('leaves neither tenant nor audit entry behind when publishing fails', async () => {
  const id = randomUUID();
  const ctx = tenantsContext(db);
  const failing = { ...ctx, requestId: 'an id with a \0 that PostgreSQL refuses' };

  await expect(createTenant(failing, { ...anInput(), id })).rejects.toThrow();

  expect(await db.em('tenants').count(TenantEntity, { id })).toBe(0);
  expect(await auditEntries(db, id)).toEqual([]);
  expect(await publishedEvents(db, id)).toEqual([]);
});
