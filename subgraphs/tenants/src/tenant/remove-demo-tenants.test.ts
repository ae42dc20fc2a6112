import { ForbiddenError, UnauthenticatedError } from '@intendant/kit/errors';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { tenantsModule } from '../subgraph.ts';
import { aTenant, tenantsContext } from '../testing/a-tenant.ts';
import { removeDemoTenants } from './remove-demo-tenants.ts';
import { TenantEntity } from './tenant.entity.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([tenantsModule]);
});
afterAll(() => db.close());

it('removes the demo fleet and nothing else', async () => {
  const real = await aTenant(db);
  await aTenant(db, { isDemo: true });
  await aTenant(db, { isDemo: true, status: 'SUSPENDED' });

  const removed = await removeDemoTenants(tenantsContext(db));

  const left = await db.em('tenants').find(TenantEntity, {});
  expect(removed).toBe(2);
  expect(left.map(({ id }) => id)).toEqual([real.id]);
});

it('tells the other subgraphs that each is gone, and the audit log what it was', async () => {
  const demo = await aTenant(db, { isDemo: true });

  await removeDemoTenants(tenantsContext(db));

  expect((await publishedEvents(db, demo.id)).at(-1)).toMatchObject({
    type: 'tenant.removed',
    version: 2,
    data: { id: demo.id, slug: demo.slug, status: 'DELETED', isDemo: true },
  });
  expect((await auditEntries(db, demo.id)).at(-1)).toMatchObject({
    action: 'tenant.remove',
    before: { slug: demo.slug, status: 'ACTIVE' },
    after: null,
  });
});

it('frees slugs and identifiers for the next demo fleet', async () => {
  const demo = await aTenant(db, { isDemo: true });
  await removeDemoTenants(tenantsContext(db));

  const again = await aTenant(db, { isDemo: true, slug: demo.slug });

  expect(again.slug).toBe(demo.slug);
});

it('has nothing to do when there is no demo fleet', async () => {
  await removeDemoTenants(tenantsContext(db));

  expect(await removeDemoTenants(tenantsContext(db))).toBe(0);
});

it('is forbidden to everybody but platform callers who may write tenants', async () => {
  const { id } = await aTenant(db, { isDemo: true });

  await expect(removeDemoTenants(tenantsContext(db, anonymous))).rejects.toThrow(UnauthenticatedError);
  await expect(removeDemoTenants(tenantsContext(db, aTenantCaller(id)))).rejects.toThrow(ForbiddenError);
  await expect(removeDemoTenants(tenantsContext(db, aPlatformCaller(['tenants:read'])))).rejects.toThrow(
    ForbiddenError,
  );
});
