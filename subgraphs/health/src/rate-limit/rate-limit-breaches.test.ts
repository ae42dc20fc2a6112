import { randomUUID } from 'node:crypto';
import { announceChange } from '@intendant/kit/testing/announce-change';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { aPlatformCaller, aService, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { platformChangedTopic } from '../live/health-changed.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import {
  isRateLimitedSql,
  rateLimitedSince,
  rateLimitedSql,
  rateLimitedTenantsSql,
} from './read-rate-limited-tenants.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
beforeEach(() => db.select('truncate rate_limit_minute'));
afterAll(() => db.close());

const BREACHES = `query ($first: Int) { rateLimitBreaches(first: $first) {
  tenant { id } name kind apiKey { id } callerName peakPerMinute limitPerMinute rejected24h lastAt
} }`;

async function breaches(first?: number): Promise<object[]> {
  announceChange(db.pubsub, platformChangedTopic);
  // Past the age at which a section is computed anew whatever was announced.
  db.clock.advance(61_000);
  const result = await db.execute('health', BREACHES, { first });
  return dataOf<{ rateLimitBreaches: object[] }>(result).rateLimitBreaches;
}

async function refused(tenantId: string, overrides: object = {}, gatewayId = 'one'): Promise<void> {
  const rejection = {
    minute: '2026-11-20T09:40:00Z',
    kind: 'REQUESTS',
    tenantId,
    callerId: 'key-1',
    isApiKey: true,
    callerName: 'ci',
    rejected: 5,
    offered: 65,
    limitPerMinute: 60,
    ...overrides,
  };
  const input = { flushId: randomUUID(), gatewayId, counts: [], rejections: [rejection] };
  const RECORD = `mutation ($input: RecordGatewayRequestsInput!) { recordGatewayRequests(input: $input) { userErrors { field } } }`;
  dataOf(await db.execute('health', RECORD, { input }, aService()));
}

it('lists who was refused, by tenant, caller and limit, those refused most first', async () => {
  const [busy, other] = [await db.aTenant({ name: 'Busy' }), await db.aTenant({ name: 'Other' })];
  await refused(busy);
  await refused(busy, { rejected: 7, offered: 40 }, 'two');
  await refused(busy, { minute: '2026-11-20T09:30:00Z', rejected: 1, offered: 61 });
  await refused(busy, { kind: 'EVENTS', rejected: 900, offered: 1900, limitPerMinute: 1000 });
  await refused(other, {
    callerId: 'user-1',
    callerName: 'Tom',
    isApiKey: false,
    minute: '2026-11-19T09:50:00Z',
  });

  expect(await breaches()).toEqual([
    {
      tenant: { id: busy },
      name: 'Busy',
      kind: 'EVENTS',
      apiKey: { id: 'key-1' },
      callerName: 'ci',
      peakPerMinute: 1900,
      limitPerMinute: 1000,
      rejected24h: 900,
      lastAt: '2026-11-20T09:40:00.000Z',
    },
    expect.objectContaining({ kind: 'REQUESTS', name: 'Busy', peakPerMinute: 105, rejected24h: 13 }),
    expect.objectContaining({ name: 'Other', apiKey: null, callerName: 'Tom', rejected24h: 5 }),
  ]);
  expect(await breaches(1)).toHaveLength(1);
});

it('forgets what was refused more than 24 hours ago, and leaves out deleted tenants', async () => {
  await refused(await db.aTenant(), { minute: '2026-11-19T09:40:00Z' });
  await refused(await db.aTenant({ status: 'DELETED' }));

  expect(await breaches()).toEqual([]);
});

it('tells other lists how much of a tenant was refused, and of how many tenants', async () => {
  const [busy, idle] = [await db.aTenant(), await db.aTenant()];
  await refused(busy);
  await refused(busy, { callerId: 'key-2', rejected: 2 });
  await refused(idle, { minute: '2026-11-19T08:00:00Z' });
  const since = rateLimitedSince(db.clock.now());

  const rows = await executeSql(
    db.health().em,
    `select s.tenant_id as id, ${rateLimitedSql('s.tenant_id')} as rejected,
       ${isRateLimitedSql('s.tenant_id')} as "isLimited", ${rateLimitedTenantsSql} as tenants
     from tenant_summary s where s.tenant_id = any (?::uuid[]) order by rejected desc`,
    [since, since, since, [busy, idle]],
  );

  expect(rows).toEqual([
    { id: busy, rejected: 7, isLimited: true, tenants: 1 },
    { id: idle, rejected: 0, isLimited: false, tenants: 1 },
  ]);
});

it('goes with a tenant that is removed', async () => {
  const tenantId = await db.aTenant();
  await refused(tenantId);

  await db.publishTenant('tenant.removed', {
    id: tenantId,
    name: 'Gone',
    slug: 'gone',
    status: 'DELETED',
    isDemo: false,
    createdAt: '2026-08-01T00:00:00.000Z',
  });
  await db.drainJobs();

  expect(await db.select('select from rate_limit_minute where tenant_id = $1', [tenantId])).toEqual([]);
});

it('costs one statement, and none within 30 seconds without a change', async () => {
  await breaches();
  db.clock.advance(61_000);

  const first = await db.countStatements(() => db.execute('health', BREACHES));
  const second = await db.countStatements(() => db.execute('health', BREACHES));

  expect(first.statements).toHaveLength(1);
  expect(second.statements).toEqual([]);
});

it('shows a hundred at most', async () => {
  const result = await db.execute('health', BREACHES, { first: 101 });

  expect(result.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: ['first'] });
});

it('is forbidden to tenants and without health:read', async () => {
  for (const caller of [aTenantCaller(await db.aTenant()), aPlatformCaller(['platform:read'])]) {
    const result = await db.execute('health', BREACHES, {}, caller);

    expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  }
});
