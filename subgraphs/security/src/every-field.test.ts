import { randomUUID } from 'node:crypto';
import type { Caller } from '@intendant/kit/identity/caller';
import { aPlatformCaller, aService, aTenantCaller } from '@intendant/kit/testing/callers';
import {
  everyField,
  everyReference,
  everyRootField,
  readableFields,
  resolvedFields,
} from '@intendant/kit/testing/every-field';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from './subgraph.ts';
import { anAuditEntry } from './testing/an-audit-entry.ts';
import { aMember, aTenant, aUser } from './testing/builders.ts';
import { callerOf, tokenOf } from './testing/credentials.ts';
import { refusedSignIns, storedKeys } from './testing/suspicious.ts';

const CREATE_KEY = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id } secret } }`;
const SAVE_VIEW = `mutation ($input: SaveViewInput!) { saveView(input: $input) { savedView { id } } }`;

type Ids = Readonly<Record<'User' | 'Membership' | 'ApiKey' | 'SavedView' | 'Tenant', string>>;

let db: TestDatabase;

beforeEach(async () => {
  db = await startTestDatabase([securityModule]);
});
afterEach(() => db.close());

/** Everything there is to read, asked by the platform: the operations, the references, what is live and who asks. */
async function everything(caller: Caller, ids: Ids, secret: string): Promise<Record<string, unknown>[]> {
  const { schema } = db.runtime('security');
  const read = async (query: string, as: Caller = caller): Promise<Record<string, unknown>> =>
    dataOf(await db.execute('security', query, {}, as));
  const fields = everyRootField(schema, 'Query', {
    except: ['resolveCredential'],
    arguments: {
      user: `(id: "${ids.User}")`,
      auditEntry: `(id: "${randomUUID()}")`,
      savedViews: '(list: "tenants")',
    },
  });
  return [
    await read(`{ ${fields} }`),
    await read(`{ ${everyReference(schema, ids)} }`),
    await read(
      `{ resolveCredential(input: { kind: API_KEY, secret: "${secret}" }) ${everyField(schema, 'ResolvedCredential')} }`,
      aService('gateway'),
    ),
    await live(caller),
  ];
}

/** The first event of every subscription. */
async function live(caller: Caller): Promise<Record<string, unknown>> {
  const query = `subscription { ${everyRootField(db.runtime('security').schema, 'Subscription')} }`;
  const events = await db.runtime('security').subscribe({ query, context: db.context('security', caller) });
  if (!(Symbol.asyncIterator in events)) {
    throw new Error(JSON.stringify(events.errors));
  }
  const { value } = await events.next();
  await events.return?.();
  return dataOf(value);
}

async function mutate<T>(query: string, input: object, caller: Caller): Promise<T> {
  return dataOf<Record<string, T>>(await db.execute('security', query, { input }, caller)) as T;
}

it('resolves everything there is to read, with a value for every field', async () => {
  const tenant = await aTenant(db);
  await db.drainJobs();
  const owner = await aUser(db, { platformRole: 'OWNER' });
  const { user, membership } = await aMember(db, tenant.id, 'OWNER');
  const caller = await callerOf(db, await tokenOf(db, owner));
  const { createApiKey: key } = await mutate<{ createApiKey: { apiKey: { id: string }; secret: string } }>(
    CREATE_KEY,
    {
      name: 'ci',
      scopes: ['health:read'],
      tenantId: tenant.id,
      eventsPerSecond: 100,
      expiresAt: new Date(db.clock.now().getTime() + 86_400_000).toISOString(),
    },
    caller,
  );
  const { saveView } = await mutate<{ saveView: { savedView: { id: string } } }>(
    SAVE_VIEW,
    { list: 'tenants', name: 'Mine', search: 'status=ACTIVE' },
    caller,
  );
  await storedKeys(db, { tenantId: tenant.id, revokedAt: db.clock.now() });
  await refusedSignIns(db, user.email, 5);
  const inTenant = await callerOf(db, await tokenOf(db, user), tenant.id);
  await anAuditEntry(db, {
    tenantId: tenant.id,
    before: { name: 'Old' },
    caller: { ...caller, actor: { id: owner.id, name: 'Clara' } },
  });
  // Resolving a key records that it was used.
  await callerOf(db, key.secret);

  const { schema } = db.runtime('security');
  const ids = {
    User: user.id,
    Membership: membership.id,
    ApiKey: key.apiKey.id,
    SavedView: saveView.savedView.id,
    Tenant: tenant.id,
  };
  const results = await everything(caller, ids, key.secret);
  const viewer = await db.execute('security', `{ viewer ${everyField(schema, 'Viewer')} }`, {}, inTenant);
  const refused = await db.execute(
    'security',
    `query ($input: ResolveCredentialInput!) {
      resolveCredential(input: $input) ${everyField(schema, 'ResolvedCredential')}
    }`,
    { input: { kind: 'API_KEY', secret: key.secret, tenant: 'no-such-tenant' } },
    aService('gateway'),
  );

  const found = resolvedFields(...results, dataOf(viewer), dataOf(refused));
  expect(readableFields(schema).filter((field) => !found.has(field))).toEqual([]);
  expect([...found].filter(([, hasValue]) => !hasValue)).toEqual([]);
});

const nobody = { User: '', Membership: '', ApiKey: '', SavedView: '', Tenant: randomUUID() };

it('resolves everything on a new installation: lists are empty, figures are nought', async () => {
  const [data, references, credential, changes] = await everything(aPlatformCaller(), nobody, 'itd_live_x');

  const empty = { totalCount: 0, nodes: [], edges: [] };
  expect(data).toMatchObject({
    users: empty,
    user: null,
    auditEntries: empty,
    auditEntry: null,
    auditVocabulary: { actions: [], targetTypes: [] },
    apiKeys: empty,
    savedViews: [],
    signInFailures: empty,
    signInFailureSignals: [],
    keyCreationSignals: [],
    securityActivity: { adminActions24h: 0, failedSignIns24h: 0, keyCreationSpikes: 0 },
  });
  expect(references).toMatchObject({
    User: [null],
    Membership: [null],
    ApiKey: [null],
    SavedView: [null],
    Tenant: [{ memberships: [], auditEntries: [], memberCount: 0, signedInCount: 0, activeApiKeyCount: 0 }],
  });
  expect(credential).toEqual({ resolveCredential: null });
  expect(changes).toMatchObject({
    securityActivityChanged: { adminActions: [], signInFailureSignals: [], keyCreationSignals: [] },
  });
});

it('shows a tenant nothing of another one, whatever is asked for', async () => {
  const [mine, other] = [await aTenant(db), await aTenant(db, { name: 'Somebody Else’s' })];
  await db.drainJobs();
  const theirs = await aMember(db, other.id, 'OWNER', { name: 'Somebody Else', email: 'else@example.com' });
  const [keyId = ''] = await storedKeys(db, { tenantId: other.id });
  await anAuditEntry(db, { tenantId: other.id, target: { type: 'Tenant', id: other.id, name: 'Else' } });
  const ids = {
    User: theirs.user.id,
    Membership: theirs.membership.id,
    ApiKey: keyId,
    SavedView: randomUUID(),
    Tenant: other.id,
  };
  const { schema } = db.runtime('security');
  const lists = everyRootField(schema, 'Query', {
    except: [
      'resolveCredential',
      'securityActivity',
      'adminActions',
      'signInFailures',
      'signInFailureSignals',
      'keyCreationSignals',
    ],
    arguments: {
      user: `(id: "${ids.User}")`,
      users: `(tenantId: "${other.id}")`,
      apiKeys: `(tenantId: "${other.id}")`,
      auditEntries: `(filter: { tenantId: "${other.id}" })`,
      auditEntry: `(id: "${randomUUID()}")`,
      savedViews: '(list: "tenants")',
    },
  });
  const results = [
    await db.execute('security', `{ ${lists} }`, {}, aTenantCaller(mine.id)),
    await db.execute('security', `{ ${everyReference(schema, ids)} }`, {}, aTenantCaller(mine.id)),
  ];

  expect(results.flatMap(({ errors }) => errors ?? [])).toEqual([]);
  const told = JSON.stringify(results.map(({ data }) => data));
  expect(told).not.toMatch(/else/i);
  expect(told).not.toContain(theirs.membership.id);
  expect(told).not.toContain(keyId);
});
