import { aKey, aPlatformCaller } from '@intendant/kit/testing/callers';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

const viewer = '{ viewer { id name permissions } }';

describe('authentication', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await startGateway();
    gateway.world.credentials.set('ada', { caller: aPlatformCaller(['tenants:read']) });
    gateway.world.credentials.set('itd_live_ci', { caller: aKey(['health:read'], { credentialId: 'k1' }) });
  });

  afterEach(() => gateway.close());

  it('treats a request without a credential as anonymous', async () => {
    const answer = await gateway.query('{ greeting viewer { __typename } }');

    expect(answer).toMatchObject({ status: 200, data: { greeting: 'Hello you', viewer: null } });
  });

  it.each([
    ['a bearer session', { authorization: 'Bearer ada' }, 'Ada Administrator'],
    ['a bearer key', { authorization: 'bearer itd_live_ci' }, 'ci'],
    ['a key header', { 'x-api-key': 'itd_live_ci' }, 'ci'],
    ['the secure cookie', { cookie: 'a=b; __Host-intendant-session=ada' }, 'Ada Administrator'],
    ['the plain cookie', { cookie: 'intendant-session=ada' }, 'Ada Administrator'],
  ])('recognises the caller by %s', async (_, headers, name) => {
    const answer = await gateway.query(viewer, { headers });

    expect(answer.data).toMatchObject({ viewer: { name } });
  });

  it('refuses an unknown credential with 401 instead of falling back to anonymous', async () => {
    const answer = await gateway.query('{ greeting }', { secret: 'nobody' });

    expect(answer.status).toBe(401);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('acts in the tenant the header picks', async () => {
    const answer = await gateway.query('{ viewer { tenant { id } } }', {
      secret: 'ada',
      headers: { 'x-intendant-tenant': 't2' },
    });

    expect(answer.data).toEqual({ viewer: { tenant: { id: 't2' } } });
  });

  it('resolves a credential once for simultaneous requests and again after it was changed', async () => {
    await Promise.all([1, 2, 3].map(() => gateway.query(viewer, { secret: 'ada' })));
    const once = gateway.world.calls.filter((call) => call === 'security.resolveCredential').length;
    gateway.pubsub.publish('credential-changed', { userId: aPlatformCaller().id });
    await gateway.query(viewer, { secret: 'ada' });
    const twice = gateway.world.calls.filter((call) => call === 'security.resolveCredential').length;

    expect([once, twice]).toEqual([1, 2]);
  });

  it('refuses a revoked key from the moment the revocation is announced', async () => {
    await gateway.query(viewer, { secret: 'itd_live_ci' });
    gateway.world.credentials.delete('itd_live_ci');
    gateway.pubsub.publish('credential-revoked', { credentialId: 'k1' });

    expect((await gateway.query(viewer, { secret: 'itd_live_ci' })).status).toBe(401);
  });

  it('asks anew who a caller is after each of its mutations, announced or not', async () => {
    gateway.world.credentials.set('eve', { caller: aPlatformCaller(['tenants:write']) });
    await gateway.query(viewer, { secret: 'eve' });
    // As if the mutation had signed her out.
    gateway.world.credentials.delete('eve');
    const rename = 'mutation { renameTenant(id: "t1", name: "Elbe") { userErrors { code } } }';

    const statuses = [
      (await gateway.query(rename, { secret: 'eve' })).status,
      (await gateway.query(viewer, { secret: 'eve' })).status,
    ];

    expect(statuses).toEqual([200, 401]);
  });

  it('says that it cannot tell when security does not answer', async () => {
    gateway.world.securityIsDown = true;
    const answer = await gateway.query(viewer, { secret: 'ada' });

    expect(answer.status).toBe(503);
    expect(answer.errors[0]?.extensions['code']).toBe('SERVICE_UNAVAILABLE');
  });

  it('refuses a cookie on a POST from a page of another origin', async () => {
    const headers = { cookie: 'intendant-session=ada' };
    const foreign = await gateway.query(viewer, { headers: { ...headers, origin: 'https://evil.example' } });
    const own = await gateway.query(viewer, { headers: { ...headers, origin: gateway.url } });

    expect(foreign.status).toBe(403);
    expect(own.data).toMatchObject({ viewer: { name: 'Ada Administrator' } });
  });
});
