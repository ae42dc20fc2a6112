import { randomUUID } from 'node:crypto';
import type { Caller } from '@intendant/kit/identity/caller';
import type { GrantablePermission } from '@intendant/kit/identity/permissions';
import { anonymous, aPlatformCaller, aService, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { permissionsOfTenantRole } from '../role/role-permissions.ts';
import type { SecurityContext } from '../context.ts';
import { securityModule } from '../subgraph.ts';
import { auditOf } from '../testing/audit-of.ts';
import { aTenant } from '../testing/builders.ts';
import { listenForCredentials, resolve } from '../testing/credentials.ts';
import { errorCodes, userErrors } from '../testing/errors-of.ts';
import { ApiKeyEntity } from './api-key.entity.ts';
import { createApiKey } from './create-api-key.ts';
import { hashKey, isWellFormedKey } from './key-format.ts';
import { listApiKeys } from './list-api-keys.ts';
import { revokeApiKey } from './revoke-api-key.ts';

const FIELDS = 'id name prefix scopes tenant { id } eventsPerSecond createdAt expiresAt lastUsedAt revokedAt';
const CREATE = `mutation ($input: CreateApiKeyInput!) {
  createApiKey(input: $input) { apiKey { ${FIELDS} } secret userErrors { code field } }
}`;
const REVOKE = `mutation ($input: RevokeApiKeyInput!) {
  revokeApiKey(input: $input) { apiKey { revokedAt } userErrors { code field } }
}`;
const LIST = `query ($tenantId: ID, $first: Int, $after: String) {
  apiKeys(tenantId: $tenantId, first: $first, after: $after) {
    nodes { name tenant { id } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`;

interface Created {
  createApiKey: { apiKey: { id: string; prefix: string } & Record<string, unknown>; secret: string };
}
interface Listed {
  apiKeys: { nodes: { name: string }[]; pageInfo: { endCursor: string | null }; totalCount: number };
}

let db: TestDatabase;
let tenantId: string;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(async () => {
  tenantId = (await aTenant(db)).id;
  await db.em('security').nativeDelete(ApiKeyEntity, {});
});

const tenantOwner = (id = tenantId) => aTenantCaller(id, permissionsOfTenantRole('OWNER'));
const serviceContext = () => db.context('security', aService('command line')) as SecurityContext;
const create = (input: Record<string, unknown>, caller: Caller = aPlatformCaller()) =>
  db.execute('security', CREATE, { input: { name: 'ci', scopes: ['events:write'], ...input } }, caller);
const created = async (input: Record<string, unknown>, caller?: Caller) =>
  dataOf<Created>(await create(input, caller)).createApiKey;
const revoke = (id: string, caller: Caller = aPlatformCaller()) =>
  db.execute('security', REVOKE, { input: { id } }, caller);
const list = async (variables: Record<string, unknown> = {}, caller: Caller = aPlatformCaller()) =>
  dataOf<Listed>(await db.execute('security', LIST, variables, caller)).apiKeys;

describe('createApiKey', () => {
  it('shows the key once and stores only its hash', async () => {
    const { apiKey, secret } = await created({ scopes: ['platform:read', 'events:write', 'events:write'] });

    expect(isWellFormedKey(secret)).toBe(true);
    expect(secret.startsWith('itd_live_')).toBe(true);
    expect(apiKey).toEqual({
      id: expect.any(String),
      name: 'ci',
      prefix: secret.slice(0, 13),
      scopes: ['platform:read', 'events:write'],
      tenant: null,
      eventsPerSecond: null,
      createdAt: db.clock.now().toISOString(),
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
    });
    const stored = await db.em('security').findOneOrFail(ApiKeyEntity, { id: apiKey.id });
    expect(Buffer.from(stored.keyHash)).toEqual(hashKey(secret));
    expect(JSON.stringify(await auditOf(db, apiKey.id))).not.toContain(secret.slice(13));
  });

  it('audits name, scopes and prefix, and neither key nor hash', async () => {
    const { apiKey } = await created({ isTest: true, tenantId, eventsPerSecond: 100 });

    expect(apiKey.prefix).toMatch(/^itd_test_/);
    expect(await auditOf(db, apiKey.id)).toEqual([
      {
        action: 'key.create',
        tenantId,
        before: null,
        after: {
          name: 'ci',
          prefix: apiKey.prefix,
          scopes: ['events:write'],
          eventsPerSecond: 100,
          expiresAt: null,
          revokedAt: null,
        },
      },
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an empty name', { name: ' ' }, 'name'],
    ['no scope', { scopes: [] }, 'scopes'],
    ['a limit of nothing', { eventsPerSecond: 0 }, 'eventsPerSecond'],
    ['a limit beyond a million', { eventsPerSecond: 1_000_001 }, 'eventsPerSecond'],
    ['an expiry that is past', { expiresAt: '2020-01-01T00:00:00.000Z' }, 'expiresAt'],
  ])('refuses %s', async (_, input, field) => {
    expect(userErrors(await create(input))).toEqual([['BAD_INPUT', ['input', field]]]);
  });

  it('refuses scopes that do not exist or can never be granted', async () => {
    for (const scope of ['tenants:burn', 'service:internal', '']) {
      expect(userErrors(await create({ scopes: [scope] }))).toEqual([
        ['BAD_INPUT', ['input', 'scopes', '0']],
      ]);
    }
  });

  it('refuses the platform’s scopes for a tenant’s key', async () => {
    for (const scope of ['platform:read', 'settings:write', 'impersonation:start']) {
      expect(userErrors(await create({ scopes: [scope], tenantId }))).toEqual([
        ['BAD_INPUT', ['input', 'scopes']],
      ]);
    }
  });

  it('refuses an unknown tenant', async () => {
    for (const unknown of [randomUUID(), 'not-an-id']) {
      expect(userErrors(await create({ tenantId: unknown }))).toEqual([['NOT_FOUND', ['input', 'tenantId']]]);
    }
  });

  it('does not grant a scope the caller does not hold', async () => {
    const caller = aPlatformCaller(['keys:read', 'keys:write', 'events:write']);

    expect(errorCodes(await create({ scopes: ['events:write', 'billing:write'] }, caller))).toEqual([
      'FORBIDDEN',
    ]);
    expect(userErrors(await create({}, caller))).toEqual([]);
  });
});

describe('a tenant caller', () => {
  it('creates keys of its own tenant, named or not', async () => {
    for (const input of [{}, { tenantId }]) {
      expect((await created(input, tenantOwner())).apiKey['tenant']).toEqual({ id: tenantId });
    }
  });

  it('creates none for another tenant, none of the platform and none with an own limit', async () => {
    const other = await aTenant(db);

    expect(userErrors(await create({ tenantId: other.id }, tenantOwner()))).toMatchObject([
      ['NOT_FOUND', null],
    ]);
    expect(userErrors(await create({ scopes: ['platform:read'] }, tenantOwner()))).toEqual([
      ['BAD_INPUT', ['input', 'scopes']],
    ]);
    expect(userErrors(await create({ eventsPerSecond: 5 }, tenantOwner()))).toEqual([
      ['BAD_INPUT', ['input', 'eventsPerSecond']],
    ]);
  });

  it('sees and revokes the keys of its own tenant only', async () => {
    const other = await aTenant(db);
    const own = await created({ name: 'own', tenantId });
    const foreign = await created({ name: 'foreign', tenantId: other.id });
    const platform = await created({ name: 'platform' });

    expect((await list({}, tenantOwner())).nodes).toEqual([{ name: 'own', tenant: { id: tenantId } }]);
    expect(await list({ tenantId: other.id }, tenantOwner())).toMatchObject({ nodes: [], totalCount: 0 });
    for (const { apiKey } of [foreign, platform]) {
      expect(userErrors(await revoke(apiKey.id, tenantOwner()))).toEqual([['NOT_FOUND', ['input', 'id']]]);
    }
    expect(userErrors(await revoke(own.apiKey.id, tenantOwner()))).toEqual([]);
    expect(await resolve(db, foreign.secret)).not.toBeNull();
  });

  it('does not resolve a reference to another tenant’s key', async () => {
    const { apiKey } = await created({ tenantId: (await aTenant(db)).id });

    const result = await db.execute(
      'security',
      `query ($id: ID!) { _entities(representations: [{ __typename: "ApiKey", id: $id }]) { ... on ApiKey { name } } }`,
      { id: apiKey.id },
      tenantOwner(),
    );

    expect(dataOf(result)).toEqual({ _entities: [null] });
  });
});

describe('revokeApiKey', () => {
  it('ends the key at once and announces it', async () => {
    const { apiKey, secret } = await created({});
    const heard = listenForCredentials(db);

    const result = await revoke(apiKey.id);

    expect(dataOf(result)['revokeApiKey']).toEqual({
      apiKey: { revokedAt: db.clock.now().toISOString() },
      userErrors: [],
    });
    expect(await resolve(db, secret)).toBeNull();
    expect(await heard.stop()).toEqual([['credential-revoked', { credentialId: apiKey.id }]]);
    expect((await auditOf(db, apiKey.id)).map(({ action }) => action)).toEqual(['key.create', 'key.revoke']);
  });

  it('refuses an unknown key and one revoked before, also at the same time', async () => {
    const { apiKey } = await created({});

    const results = await Promise.all([revoke(apiKey.id), revoke(apiKey.id), revoke(apiKey.id)]);

    expect(results.flatMap(userErrors)).toEqual([
      ['INVALID_STATE', ['input', 'id']],
      ['INVALID_STATE', ['input', 'id']],
    ]);
    expect(userErrors(await revoke(randomUUID()))).toEqual([['NOT_FOUND', ['input', 'id']]]);
    expect(userErrors(await revoke('not-an-id'))).toEqual([['NOT_FOUND', ['input', 'id']]]);
  });
});

describe('apiKeys', () => {
  it('come newest first, page by page, each once, also those of the same instant', async () => {
    for (let index = 0; index < 5; index += 1) {
      db.clock.advance(index % 2 ? 1000 : 0);
      await created({ name: `key ${index}`, ...(index < 2 && { tenantId }) });
    }

    const first = await list({ first: 3 });
    const second = await list({ first: 3, after: first.pageInfo.endCursor });

    const names = [...first.nodes, ...second.nodes].map((key) => key.name);
    expect([...names].sort()).toEqual(['key 0', 'key 1', 'key 2', 'key 3', 'key 4']);
    expect(names.slice(0, 2).sort()).toEqual(['key 3', 'key 4']);
    expect(names.at(-1)).toBe('key 0');
    expect(first.totalCount).toBe(5);
    expect((await list({ tenantId })).totalCount).toBe(2);
    expect((await list({ tenantId: 'not-an-id' })).totalCount).toBe(0);
  });

  it('cost the same statements for one key and for many', async () => {
    const count = async () => (await db.countStatements(() => list())).statements.length;
    await created({});
    const one = await count();
    await Promise.all(Array.from({ length: 10 }, () => created({ tenantId })));

    expect([one, await count()]).toEqual([2, 2]);
  });
});

it('serves the command line as a service: create, list, revoke', async () => {
  const scopes: GrantablePermission[] = ['platform:read', 'events:write'];
  const { apiKey, secret } = await createApiKey(serviceContext(), {
    name: 'ci',
    scopes,
    eventsPerSecond: 500,
  });

  expect((await listApiKeys(serviceContext())).nodes.map((key) => key.name)).toEqual(['ci']);
  await revokeApiKey(serviceContext(), { id: apiKey.id });
  expect(await resolve(db, secret)).toBeNull();
});

it.each<[string, Caller, string]>([
  ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a caller without keys:read and keys:write', aPlatformCaller(['platform:read']), 'FORBIDDEN'],
])('all are refused to %s', async (_, caller, code) => {
  const { apiKey } = await created({});

  expect(errorCodes(await create({}, caller))).toEqual([code]);
  expect(errorCodes(await revoke(apiKey.id, caller))).toEqual([code]);
  expect(errorCodes(await db.execute('security', LIST, {}, caller))).toEqual([code]);
});
