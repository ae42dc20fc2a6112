import { randomUUID } from 'node:crypto';
import type { Caller } from '@intendant/kit/identity/caller';
import { anonymous, aPlatformCaller, aService, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from '../subgraph.ts';
import { anAuditEntry, type AuditEntryDetails } from '../testing/an-audit-entry.ts';
import { aUser, password } from '../testing/builders.ts';
import { tokenOf } from '../testing/credentials.ts';
import { errorCodes } from '../testing/errors-of.ts';

const ENTRIES = `query ($filter: AuditEntryFilter, $first: Int, $after: String) {
  auditEntries(filter: $filter, first: $first, after: $after) {
    nodes { at action callerKind callerId callerName actorName actedBy targetType targetId targetName tenant { id } before after requestId }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Entries {
  auditEntries: {
    nodes: ({ action: string; targetId: string } & Record<string, unknown>)[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const minuteMs = 60_000;
let db: TestDatabase;
let target: string;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(() => {
  target = randomUUID();
  db.clock.advance(60 * minuteMs);
});

type Options = Omit<AuditEntryDetails, 'target'> & { targetId?: string };

const anEntry = ({ targetId = target, ...details }: Options = {}) =>
  anAuditEntry(db, { ...details, target: { type: 'Tenant', id: targetId, name: 'Opera' } });

const list = async (variables: Record<string, unknown> = {}, caller: Caller = aPlatformCaller()) =>
  dataOf<Entries>(await db.execute('security', ENTRIES, variables, caller)).auditEntries;
const actions = async (filter: Record<string, unknown>, caller?: Caller) =>
  (await list({ filter: { targetId: target, ...filter } }, caller)).nodes.map((entry) => entry.action);

it('shows who did what to what, and when', async () => {
  const tenantId = randomUUID();
  const actor = { id: randomUUID(), name: 'Sarah Support' };
  const caller = aTenantCaller(tenantId, [], { id: 'caller-1', name: 'Tom', actor });
  await anEntry({ tenantId, caller, before: { name: 'Old opera' } });

  const { nodes } = await list({ filter: { targetId: target } });

  expect(nodes).toEqual([
    {
      at: db.clock.now().toISOString(),
      action: 'tenant.update',
      callerKind: 'USER',
      callerId: 'caller-1',
      callerName: 'Tom',
      actorName: 'Sarah Support',
      actedBy: 'Sarah Support',
      targetType: 'Tenant',
      targetId: target,
      targetName: 'Opera',
      tenant: { id: tenantId },
      before: { name: 'Old opera' },
      after: { name: 'Opera' },
      requestId: expect.any(String),
    },
  ]);
});

it('filters by action, exact or of a resource, and does not mistake one for a pattern', async () => {
  for (const action of ['tenant.create', 'tenant.update', 'tenant-flag.create', 'key.create']) {
    await anEntry({ action });
  }

  expect(await actions({ action: 'tenant.create' })).toEqual(['tenant.create']);
  expect(await actions({ action: 'tenant.' })).toEqual(['tenant.update', 'tenant.create']);
  expect(await actions({ action: 'billing.' })).toEqual([]);
  for (const action of ['tenant', 'tenant.%', '%']) {
    expect(errorCodes(await db.execute('security', ENTRIES, { filter: { action } }))).toEqual([
      'BAD_USER_INPUT',
    ]);
  }
});

it('filters by caller, tenant and time', async () => {
  const tenantId = randomUUID();
  const start = db.clock.now();
  await anEntry({ action: 'tenant.create', caller: aService('provisioner') });
  db.clock.advance(minuteMs);
  await anEntry({ action: 'tenant.suspend', tenantId });
  const later = db.clock.now().toISOString();

  expect(await actions({ callerId: 'service:provisioner' })).toEqual(['tenant.create']);
  expect(await actions({ tenantId })).toEqual(['tenant.suspend']);
  expect(await actions({ tenantId: 'not-an-id' })).toEqual([]);
  expect(await actions({ from: later })).toEqual(['tenant.suspend']);
  expect(await actions({ from: start.toISOString(), to: later })).toEqual(['tenant.create']);
});

it('comes latest first, page by page, each once, also those of the same instant', async () => {
  for (const action of ['a.one', 'a.two', 'a.three', 'a.four', 'a.five']) {
    await anEntry({ action });
  }
  const filter = { targetId: target };

  const first = await list({ filter, first: 2 });
  const second = await list({ filter, first: 2, after: first.pageInfo.endCursor });
  const third = await list({ filter, first: 2, after: second.pageInfo.endCursor });

  expect([first, second, third].map((page) => page.nodes.map((entry) => entry.action))).toEqual([
    ['a.five', 'a.four'],
    ['a.three', 'a.two'],
    ['a.one'],
  ]);
  expect([first, second, third].map((page) => page.pageInfo.hasNextPage)).toEqual([true, true, false]);
});

it('costs one statement, whatever the length', async () => {
  for (let count = 0; count < 10; count += 1) {
    await anEntry({ tenantId: randomUUID() });
  }

  const { statements } = await db.countStatements(() => list({ filter: { targetId: target } }));

  expect(statements).toHaveLength(1);
});

it('never holds a password, a hash or a token of anything security does', async () => {
  const CREATE_USER = `mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } userErrors { code } } }`;
  const CREATE_KEY = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret userErrors { code } } }`;
  const user = await aUser(db, { platformRole: 'ADMIN' });
  const token = await tokenOf(db, user);
  await db.execute('security', CREATE_USER, { input: { email: 'secret@example.com', name: 'S', password } });
  const key = dataOf<{ createApiKey: { secret: string } }>(
    await db.execute('security', CREATE_KEY, { input: { name: 'ci', scopes: ['health:read'] } }),
  ).createApiKey.secret;
  await anEntry({
    before: { password: 'p', passwordHash: 'h', nested: { webhookSecret: 's', accessToken: 't' } },
  });

  const log = JSON.stringify((await list({ first: 100 })).nodes);

  for (const secret of [password, user.passwordHash, 'argon2', token, key, key.slice(13)]) {
    expect(log).not.toContain(secret);
  }
  const [redacted] = (await list({ filter: { targetId: target } })).nodes;
  expect(redacted?.['before']).toEqual({
    password: '[redacted]',
    passwordHash: '[redacted]',
    nested: { webhookSecret: '[redacted]', accessToken: '[redacted]' },
  });
});

describe('a tenant caller', () => {
  it('sees the entries of its own tenant only', async () => {
    const [own, other] = [randomUUID(), randomUUID()];
    await anEntry({ action: 'own.change', tenantId: own });
    await anEntry({ action: 'other.change', tenantId: other });
    await anEntry({ action: 'platform.change' });

    expect(await actions({}, aTenantCaller(own))).toEqual(['own.change']);
    expect(await actions({ tenantId: other }, aTenantCaller(own))).toEqual([]);
  });
});

describe('the entries of tenants', () => {
  const OF_TENANTS = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Tenant { auditEntries(first: 2) { action } } }
  }`;
  const read = (ids: string[], caller: Caller = aPlatformCaller()) =>
    db.execute(
      'security',
      OF_TENANTS,
      { representations: ids.map((id) => ({ __typename: 'Tenant', id })) },
      caller,
    );

  it('come latest first, in one statement for any number of tenants', async () => {
    const ids = Array.from({ length: 20 }, () => randomUUID());
    for (const tenantId of ids) {
      for (const action of ['tenant.create', 'tenant.update', 'tenant.suspend']) {
        await anEntry({ action, tenantId });
      }
    }

    const { result, statements } = await db.countStatements(() => read([...ids, randomUUID()]));

    const latest = { auditEntries: [{ action: 'tenant.suspend' }, { action: 'tenant.update' }] };
    expect(dataOf(result)).toEqual({ _entities: [...ids.map(() => latest), { auditEntries: [] }] });
    expect(statements).toHaveLength(1);
  });

  it('are not there for a tenant of others', async () => {
    const [own, other] = [randomUUID(), randomUUID()];
    await anEntry({ action: 'tenant.create', tenantId: own });
    await anEntry({ action: 'tenant.create', tenantId: other });

    expect(dataOf(await read([own, other], aTenantCaller(own)))).toEqual({
      _entities: [{ auditEntries: [{ action: 'tenant.create' }] }, { auditEntries: null }],
    });
  });
});

it.each<[string, Caller, string]>([
  ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a caller without audit:read', aPlatformCaller(['platform:read']), 'FORBIDDEN'],
])('is refused to %s', async (_, caller, code) => {
  expect(errorCodes(await db.execute('security', ENTRIES, {}, caller))).toEqual([code]);
});
