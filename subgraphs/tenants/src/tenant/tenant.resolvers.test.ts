import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { tenantsModule } from '../subgraph.ts';
import { aTenant } from '../testing/a-tenant.ts';

const TENANT = `query Tenant($id: ID!) { tenant(id: $id) { id slug name } }`;
const TENANT_BY_SLUG = `query TenantBySlug($slug: String!) { tenantBySlug(slug: $slug) { id } }`;
const ENTITIES = `
  query Entities($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Tenant { id name status } }
  }`;

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([tenantsModule]);
});
afterAll(() => db.close());

const references = (ids: readonly string[]) => ({
  representations: ids.map((id) => ({ __typename: 'Tenant', id })),
});

it('finds a tenant by its id', async () => {
  const { id, slug, name } = await aTenant(db);

  const result = await db.execute('tenants', TENANT, { id });

  expect(dataOf(result)).toEqual({ tenant: { id, slug, name } });
});

it.each([randomUUID(), 'no-uuid', ''])('answers null for the id “%s”', async (id) => {
  expect(dataOf(await db.execute('tenants', TENANT, { id }))).toEqual({ tenant: null });
});

it('finds a tenant by its slug in any letter case', async () => {
  const { id, slug } = await aTenant(db);

  const found = await db.execute('tenants', TENANT_BY_SLUG, { slug: slug.toUpperCase() });
  const missing = await db.execute('tenants', TENANT_BY_SLUG, { slug: 'nobody-here' });

  const impossible = await db.execute('tenants', TENANT_BY_SLUG, { slug: 'a\0b' });

  expect(dataOf(found)).toEqual({ tenantBySlug: { id } });
  expect(dataOf(missing)).toEqual({ tenantBySlug: null });
  expect(dataOf(impossible)).toEqual({ tenantBySlug: null });
});

it('shows a tenant’s callers their own tenant and no other', async () => {
  const [mine, other] = [await aTenant(db), await aTenant(db)];
  const caller = aTenantCaller(mine.id, ['tenants:read']);

  const results = await Promise.all([
    db.execute('tenants', TENANT, { id: mine.id }, caller),
    db.execute('tenants', TENANT, { id: other.id }, caller),
    db.execute('tenants', TENANT_BY_SLUG, { slug: other.slug }, caller),
    db.execute('tenants', ENTITIES, references([mine.id, other.id]), caller),
  ]);

  expect(results.map((result) => dataOf(result))).toMatchObject([
    { tenant: { id: mine.id } },
    { tenant: null },
    { tenantBySlug: null },
    { _entities: [{ id: mine.id }, null] },
  ]);
});

it('refuses callers without the permission to read tenants', async () => {
  const { id } = await aTenant(db);

  const results = await Promise.all([
    db.execute('tenants', TENANT, { id }, anonymous),
    db.execute('tenants', TENANT_BY_SLUG, { slug: 'any-slug' }, anonymous),
    db.execute('tenants', TENANT, { id }, aPlatformCaller(['billing:read'])),
    db.execute('tenants', ENTITIES, references([id]), aPlatformCaller(['billing:read'])),
  ]);

  const codes = results.map(({ errors }) => errors?.[0]?.extensions['code']);
  expect(codes).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN']);
});

it('resolves references in the order asked, with one statement however many there are', async () => {
  const tenants = await Promise.all(Array.from({ length: 12 }, () => aTenant(db)));
  const ids = tenants.map(({ id }) => id);
  const asked = [...ids.slice(6), randomUUID(), 'no-uuid', ...ids.slice(0, 6), ids[0] ?? ''];

  const { result, statements } = await db.countStatements(() =>
    db.execute('tenants', ENTITIES, references(asked)),
  );

  const entities = dataOf<{ _entities: ({ id: string } | null)[] }>(result)._entities;
  expect(entities.map((entity) => entity?.id ?? null)).toEqual(
    asked.map((id) => (ids.includes(id) ? id : null)),
  );
  expect(statements).toHaveLength(1);
});
