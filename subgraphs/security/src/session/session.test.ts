import { anonymous, aKey, aPlatformCaller, aService } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { createApiKey } from '../api-key/create-api-key.ts';
import type { SecurityContext } from '../context.ts';
import { securityModule } from '../subgraph.ts';
import { aMember, aTenant, aUser } from '../testing/builders.ts';
import { callerOf, listenForCredentials, resolve, tokenOf } from '../testing/credentials.ts';
import { errorCodes, userErrors } from '../testing/errors-of.ts';
import { SessionEntity } from './session.entity.ts';
import { removeExpiredSessions } from './session.jobs.ts';
import { SignInFailureEntity } from './sign-in-failure.entity.ts';
import { recordSignInFailure } from './record-sign-in-failure.ts';

const SIGN_OUT = 'mutation { signOut { userErrors { code field } } }';
const VIEWER = '{ viewer { id name email kind platformRole tenant { id } permissions expiresAt } }';
const minuteMs = 60_000;
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());

const serviceContext = () => db.context('security', aService()) as SecurityContext;

describe('signOut', () => {
  it('ends the session at once and announces it', async () => {
    const token = await tokenOf(db, await aUser(db, { platformRole: 'VIEWER' }));
    const caller = await callerOf(db, token);
    const heard = listenForCredentials(db);

    const result = await db.execute('security', SIGN_OUT, {}, caller);

    expect(userErrors(result)).toEqual([]);
    expect(await resolve(db, token)).toBeNull();
    expect(await heard.stop()).toEqual([['credential-revoked', { credentialId: caller.credentialId }]]);
  });

  it('leaves other sessions of the same person open', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });
    const [first, second] = [await tokenOf(db, user), await tokenOf(db, user)];

    await db.execute('security', SIGN_OUT, {}, await callerOf(db, first));

    expect(await resolve(db, first)).toBeNull();
    expect(await resolve(db, second)).not.toBeNull();
  });

  it('is fine twice, and no matter for an API key', async () => {
    const token = await tokenOf(db, await aUser(db, { platformRole: 'VIEWER' }));
    const caller = await callerOf(db, token);
    await db.execute('security', SIGN_OUT, {}, caller);

    expect(userErrors(await db.execute('security', SIGN_OUT, {}, caller))).toEqual([]);
    expect(userErrors(await db.execute('security', SIGN_OUT, {}, aKey(['health:read'])))).toEqual([
      ['INVALID_STATE', null],
    ]);
  });

  it('is refused to somebody anonymous', async () => {
    expect(errorCodes(await db.execute('security', SIGN_OUT, {}, anonymous))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('viewer', () => {
  const viewer = async (caller: Parameters<TestDatabase['execute']>[3]) =>
    dataOf(await db.execute('security', VIEWER, {}, caller))['viewer'];

  it('is null for somebody anonymous', async () => {
    expect(await viewer(anonymous)).toBeNull();
  });

  it('is the signed-in person, also one who acts in a tenant', async () => {
    const tenant = await aTenant(db);
    const { user } = await aMember(db, tenant.id, 'BILLING', { name: 'Berta' });
    const caller = await callerOf(db, await tokenOf(db, user));

    expect(await viewer(caller)).toEqual({
      id: user.id,
      name: 'Berta',
      email: user.email,
      kind: 'USER',
      platformRole: null,
      tenant: { id: tenant.id },
      permissions: ['tenants:read', 'billing:read', 'billing:write'],
      expiresAt: new Date(db.clock.now().getTime() + 12 * 60 * minuteMs).toISOString(),
    });
  });

  it('is the API key, with its expiry', async () => {
    const expiresAt = new Date(db.clock.now().getTime() + minuteMs);
    const { apiKey, secret } = await createApiKey(serviceContext(), {
      name: 'ci',
      scopes: ['health:read'],
      expiresAt,
    });

    expect(await viewer(await callerOf(db, secret))).toEqual({
      id: apiKey.id,
      name: 'ci',
      email: null,
      kind: 'API_KEY',
      platformRole: null,
      tenant: null,
      permissions: ['health:read'],
      expiresAt: expiresAt.toISOString(),
    });
  });

  it('is whoever the gateway vouches for, also when the record is gone', async () => {
    expect(await viewer(aPlatformCaller(['health:read']))).toMatchObject({ email: null, kind: 'USER' });
    expect(await viewer(aService())).toMatchObject({ kind: 'SERVICE' });
  });
});

describe('removing expired sessions', () => {
  it('removes those signed out, idle or too old, and keeps the open ones', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });
    await tokenOf(db, user);
    db.clock.advance(30 * minuteMs);
    const signedOut = await tokenOf(db, user);
    await db.execute('security', SIGN_OUT, {}, await callerOf(db, signedOut));
    const open = await tokenOf(db, user);
    db.clock.advance(31 * minuteMs);

    await removeExpiredSessions(serviceContext());

    expect(await db.em('security').count(SessionEntity, { user: user.id })).toBe(1);
    expect(await resolve(db, open)).not.toBeNull();
  });

  it('keeps recorded failures for 90 days', async () => {
    const ctx = serviceContext();
    await recordSignInFailure(ctx, { email: 'old@example.com', userId: null, reason: 'UNKNOWN_EMAIL' });
    const count = () => db.em('security').count(SignInFailureEntity, { email: 'old@example.com' });

    db.clock.advance(89 * 24 * 60 * minuteMs);
    await removeExpiredSessions(serviceContext());
    expect(await count()).toBe(1);
    db.clock.advance(24 * 60 * minuteMs);
    await removeExpiredSessions(serviceContext());
    expect(await count()).toBe(0);
  });
});
