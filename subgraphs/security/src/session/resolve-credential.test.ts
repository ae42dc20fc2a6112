import { anonymous, aPlatformCaller, aService } from '@intendant/kit/testing/callers';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { createApiKey } from '../api-key/create-api-key.ts';
import { generateKey } from '../api-key/key-format.ts';
import type { SecurityContext } from '../context.ts';
import { permissionsOfPlatformRole, permissionsOfTenantRole } from '../role/role-permissions.ts';
import { securityModule } from '../subgraph.ts';
import { aMember, aMembership, aTenant, aUser, changeSetting } from '../testing/builders.ts';
import { resolve, tokenOf } from '../testing/credentials.ts';
import { errorCodes } from '../testing/errors-of.ts';
import { UserEntity } from '../user/user.entity.ts';
import type { TenantRefusal } from './resolve-access.ts';
import { generateSessionToken } from './session-token.ts';

const minuteMs = 60_000;
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());

// The module's own loaders and settings make this context; the test database knows modules only in general.
const serviceContext = () => db.context('security', aService()) as SecurityContext;

/** A good credential that permits nothing here. */
function refusedTo(callerId: string, refusal: TenantRefusal, also: object = {}): object {
  return {
    callerKind: 'USER',
    callerId,
    callerName: expect.any(String),
    tenantId: null,
    permissions: [],
    credentialId: expect.any(String),
    eventsPerSecond: null,
    expiresAt: expect.any(String),
    refusal,
    ...also,
  };
}

describe('a session', () => {
  it('of a person with a platform role opens the platform', async () => {
    const user = await aUser(db, { platformRole: 'SUPPORT', name: 'Sarah' });
    const token = await tokenOf(db, user);

    const resolved = await resolve(db, token);

    expect(resolved).toEqual({
      callerKind: 'USER',
      callerId: user.id,
      callerName: 'Sarah',
      tenantId: null,
      permissions: permissionsOfPlatformRole('SUPPORT'),
      credentialId: expect.any(String),
      eventsPerSecond: null,
      expiresAt: new Date(db.clock.now().getTime() + 12 * 60 * minuteMs).toISOString(),
      refusal: null,
    });
  });

  it('of a member opens the only tenant, and no other', async () => {
    const [own, other] = [await aTenant(db), await aTenant(db)];
    const { user } = await aMember(db, own.id, 'ADMIN');
    await db.drainJobs();
    const token = await tokenOf(db, user);

    expect(await resolve(db, token)).toMatchObject({
      tenantId: own.id,
      permissions: permissionsOfTenantRole('ADMIN'),
    });
    expect(await resolve(db, token, own.slug)).toMatchObject({ tenantId: own.id });
    for (const named of [other.slug, other.id, 'no-such-tenant', 'no tenant', 'no\u0000tenant']) {
      expect(await resolve(db, token, named)).toEqual(refusedTo(user.id, 'NO_ACCESS_TO_TENANT'));
    }
  });

  it('of somebody who lost the last role opens nothing, whatever is named', async () => {
    const tenant = await aTenant(db);
    await db.drainJobs();
    const user = await aUser(db, { platformRole: 'VIEWER' });
    const token = await tokenOf(db, user);
    await db.em('security').nativeUpdate(UserEntity, { id: user.id }, { platformRole: null });

    expect([await resolve(db, token), await resolve(db, token, tenant.id)]).toEqual([null, null]);
  });

  it('is no longer known once it ended, also where its owner may not act', async () => {
    const [own, other] = [await aTenant(db), await aTenant(db)];
    const { user } = await aMember(db, own.id, 'ADMIN');
    await db.drainJobs();
    const token = await tokenOf(db, user);

    db.clock.advance(30 * minuteMs);
    expect(await resolve(db, token, other.id)).toEqual(refusedTo(user.id, 'NO_ACCESS_TO_TENANT'));
    // Being refused is no use, and keeps no session open.
    db.clock.advance(30 * minuteMs);
    expect(await resolve(db, token, other.id)).toBeNull();
  });

  it('of a member of several tenants opens the one named by slug or id', async () => {
    const [first, second] = [await aTenant(db), await aTenant(db)];
    const { user } = await aMember(db, first.id, 'VIEWER');
    await aMembership(db, { user, tenantId: second.id, role: 'OWNER' });
    await db.drainJobs();
    const token = await tokenOf(db, user);

    expect(await resolve(db, token)).toEqual(refusedTo(user.id, 'TENANT_NOT_NAMED'));
    expect(await resolve(db, token, second.id)).toMatchObject({
      tenantId: second.id,
      permissions: permissionsOfTenantRole('OWNER'),
    });
    expect(await resolve(db, token, first.slug.toUpperCase())).toMatchObject({ tenantId: first.id });
  });

  it('of a platform role is confined to a named tenant', async () => {
    const tenant = await aTenant(db);
    await db.drainJobs();
    const token = await tokenOf(db, await aUser(db, { platformRole: 'OWNER' }));

    expect(await resolve(db, token, tenant.slug)).toMatchObject({
      tenantId: tenant.id,
      permissions: permissionsOfTenantRole('OWNER'),
    });
  });

  it('follows a changed role and a disabled user at once', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });
    const token = await tokenOf(db, user);
    const change = (data: object) => db.em('security').nativeUpdate(UserEntity, { id: user.id }, data);

    await change({ platformRole: 'ADMIN' });
    const promoted = await resolve(db, token);
    await change({ isDisabled: true });
    const disabled = await resolve(db, token);

    expect(promoted?.permissions).toEqual(permissionsOfPlatformRole('ADMIN'));
    expect(disabled).toBeNull();
  });

  it('ends after an hour without a request, and use keeps it open', async () => {
    const token = await tokenOf(db, await aUser(db, { platformRole: 'VIEWER' }));

    db.clock.advance(59 * minuteMs);
    expect(await resolve(db, token)).not.toBeNull();
    db.clock.advance(59 * minuteMs);
    expect(await resolve(db, token)).not.toBeNull();
    db.clock.advance(60 * minuteMs);
    expect(await resolve(db, token)).toBeNull();
  });

  it('ends twelve hours after sign-in, however much it is used', async () => {
    const token = await tokenOf(db, await aUser(db, { platformRole: 'VIEWER' }));
    for (let halfHours = 0; halfHours < 23; halfHours += 1) {
      db.clock.advance(30 * minuteMs);
      expect(await resolve(db, token)).not.toBeNull();
    }

    db.clock.advance(30 * minuteMs);

    expect(await resolve(db, token)).toBeNull();
  });

  it('follows tightened timeouts at once, and loosened ones do not prolong it', async () => {
    const token = await tokenOf(db, await aUser(db, { platformRole: 'VIEWER' }));
    const set = (hours: number) => changeSetting(db, 'security.session-absolute-timeout-hours', hours);
    const promised = new Date(db.clock.now().getTime() + 12 * 60 * minuteMs).toISOString();

    await set(24);
    expect((await resolve(db, token))?.expiresAt).toBe(promised);
    await set(1);
    db.clock.advance(59 * minuteMs);
    expect(await resolve(db, token)).not.toBeNull();
    db.clock.advance(minuteMs);
    expect(await resolve(db, token)).toBeNull();
    await set(12);
  });
});

describe('an API key', () => {
  it('opens what its scopes say, with its own limit', async () => {
    const { apiKey, secret } = await createApiKey(serviceContext(), {
      name: 'ci',
      scopes: ['platform:read', 'events:write'],
      eventsPerSecond: 5000,
    });

    expect(await resolve(db, secret)).toEqual({
      callerKind: 'API_KEY',
      callerId: apiKey.id,
      callerName: 'ci',
      tenantId: null,
      permissions: ['platform:read', 'events:write'],
      credentialId: apiKey.id,
      eventsPerSecond: 5000,
      expiresAt: null,
      refusal: null,
    });
  });

  it('of a tenant opens that tenant only', async () => {
    const [own, other] = [await aTenant(db), await aTenant(db)];
    await db.drainJobs();
    const input = { name: 'app', scopes: ['events:write'], tenantId: own.id };
    const { apiKey, secret } = await createApiKey(serviceContext(), input);

    expect(await resolve(db, secret)).toMatchObject({ tenantId: own.id, permissions: ['events:write'] });
    for (const named of [other.slug, 'no-such-tenant']) {
      expect(await resolve(db, secret, named)).toEqual(
        refusedTo(apiKey.id, 'NO_ACCESS_TO_TENANT', { callerKind: 'API_KEY', expiresAt: null }),
      );
    }
  });

  it('stops at its expiry', async () => {
    const expiresAt = new Date(db.clock.now().getTime() + minuteMs);
    const { secret } = await createApiKey(serviceContext(), {
      name: 'ci',
      scopes: ['health:read'],
      expiresAt,
    });

    expect(await resolve(db, secret)).toMatchObject({ expiresAt: expiresAt.toISOString() });
    db.clock.advance(minuteMs);
    expect(await resolve(db, secret)).toBeNull();
  });
});

describe('the cost', () => {
  it('is one statement, and a second at most once a minute to record the use', async () => {
    const tenants = await Promise.all([aTenant(db), aTenant(db), aTenant(db)]);
    const user = await aUser(db);
    for (const tenant of tenants) {
      await aMembership(db, { user, tenantId: tenant.id, role: 'VIEWER' });
    }
    await db.drainJobs();
    const session = await tokenOf(db, user);
    const { secret: key } = await createApiKey(serviceContext(), { name: 'ci', scopes: ['health:read'] });
    await resolve(db, key);
    const count = async (secret: string) =>
      (await db.countStatements(() => resolve(db, secret, tenants[0]?.slug))).statements.length;

    expect([await count(session), await count(key)]).toEqual([1, 1]);
    db.clock.advance(minuteMs);
    expect([await count(session), await count(key)]).toEqual([2, 2]);
    expect([await count(session), await count(key)]).toEqual([1, 1]);
  });

  it('is no statement for what cannot be a credential', async () => {
    const { secret } = generateKey(false);
    const wrongChecksum = secret.slice(0, -1) + (secret.endsWith('a') ? 'b' : 'a');

    const { result, statements } = await db.countStatements(() =>
      Promise.all([resolve(db, wrongChecksum), resolve(db, 'its_short'), resolve(db, 'x'.repeat(5000))]),
    );

    expect(result).toEqual([null, null, null]);
    expect(statements).toEqual([]);
  });
});

it('knows no credential that was never issued', async () => {
  expect(await resolve(db, generateKey(true).secret)).toBeNull();
  expect(await resolve(db, generateSessionToken().token)).toBeNull();
});

it.each([
  ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a platform owner', aPlatformCaller(), 'FORBIDDEN'],
])('is refused to %s', async (_, caller, code) => {
  const input = { kind: 'SESSION', secret: generateSessionToken().token };

  const result = await db.execute(
    'security',
    'query ($input: ResolveCredentialInput!) { resolveCredential(input: $input) { callerId } }',
    { input },
    caller,
  );

  expect(errorCodes(result)).toEqual([code]);
});
