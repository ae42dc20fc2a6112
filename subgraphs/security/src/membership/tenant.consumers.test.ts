import { aService } from '@intendant/kit/testing/callers';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { createApiKey } from '../api-key/create-api-key.ts';
import type { SecurityContext } from '../context.ts';
import { securityModule } from '../subgraph.ts';
import { aMember, aTenant } from '../testing/builders.ts';
import { listenForCredentials, resolve, tokenOf } from '../testing/credentials.ts';
import { findTenant } from './find-tenant.ts';
import { KnownTenantEntity } from './known-tenant.entity.ts';
import { MembershipEntity } from './membership.entity.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());

const known = (id: string) => db.em('security').findOne(KnownTenantEntity, { id });

it('follows a tenant’s name and slug', async () => {
  const { id } = await aTenant(db);
  await aTenant(db, { id, name: 'New opera', slug: 'new-opera', event: 'tenant.updated' });

  await db.drainJobs();

  expect(await known(id)).toMatchObject({ name: 'New opera', slug: 'new-opera' });
});

it('removes memberships and keys with the tenant, and cuts their users off', async () => {
  const [tenant, other] = [await aTenant(db), await aTenant(db)];
  const { user } = await aMember(db, tenant.id, 'OWNER');
  await aMember(db, other.id, 'OWNER');
  const ctx = db.context('security', aService()) as SecurityContext;
  const key = await createApiKey(ctx, { name: 'app', scopes: ['events:write'], tenantId: tenant.id });
  const token = await tokenOf(db, user);
  await db.drainJobs();
  const heard = listenForCredentials(db);

  await aTenant(db, { ...tenant, event: 'tenant.removed' });
  await db.drainJobs();

  expect(await resolve(db, token)).toBeNull();
  expect(await resolve(db, key.secret)).toBeNull();
  expect(await heard.stop()).toEqual([
    ['credential-changed', { userId: user.id }],
    ['credential-revoked', { credentialId: key.apiKey.id }],
  ]);
  expect(await known(tenant.id)).toBeNull();
  expect(await findTenant(db.em('security'), tenant.id)).toBeNull();
  expect(await db.em('security').count(MembershipEntity, { tenantId: other.id })).toBe(1);
});

it('does not bring a removed tenant back when an older event arrives late', async () => {
  const tenant = await aTenant(db);
  await aTenant(db, { ...tenant, event: 'tenant.removed' });
  const [consumer] = securityModule.consumers;
  const event = {
    id: '33333333-3333-4333-8333-333333333333',
    type: 'tenant.updated',
    aggregateType: 'tenant',
    aggregateId: tenant.id,
    version: 1,
    tenantId: tenant.id,
    data: { ...tenant },
    occurredAt: db.clock.now().toISOString(),
    requestId: null,
  };
  await db.drainJobs();

  expect(await consumer?.consume(db.context('security', aService()), event)).toBe('skipped');
  expect(await known(tenant.id)).toBeNull();
});
