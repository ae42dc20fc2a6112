import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { listResource as list, restFixtures } from '../testing/rest-fixtures.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

describe('the REST façade', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway({ rest: restFixtures });
    const { credentials } = gateway.world;
    credentials.set('ada', { caller: aPlatformCaller(['tenants:read', 'health:read']) });
    credentials.set('names', { caller: aPlatformCaller(['tenants:read']) });
    credentials.set('half', { caller: aPlatformCaller(['health:read']) });
    credentials.set('nothing', { caller: aPlatformCaller([]) });
    credentials.set('member', { caller: aTenantCaller('t1', ['tenants:read', 'health:read']) });
  });

  afterAll(() => gateway.close());

  const get = (path: string, secret: string | null = 'ada', init: RequestInit = {}): Promise<Response> =>
    fetch(`${gateway.url}${path}`, {
      ...init,
      headers: { ...(secret !== null && { authorization: `Bearer ${secret}` }), ...init.headers },
    });

  it('shows an operation as JSON of its own', async () => {
    const response = await get('/api/tenants/t2');

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ id: 't2', figures: 10, children: { t3: 20 } });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, no-store',
      link: '</api/openapi.json>; rel="service-desc"',
      'ratelimit-policy': expect.stringContaining('"requests"'),
      'x-request-id': expect.stringMatching(/.{8,}/),
    });
  });

  it('tells what failed beside what did not, with its place', async () => {
    const response = await get('/api/summary');

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      load: 42,
      tenants: {
        data: [
          { id: 't1', fails: 't1' },
          { id: 't2', fails: null },
          { id: 't3', fails: 't3' },
        ],
      },
      lists: {
        busiest: [
          { id: 't3', executions: 20 },
          { id: 't2', executions: 10 },
        ],
        missing: null,
      },
      problems: expect.arrayContaining([
        expect.objectContaining({ pointer: '/tenants/data/1/fails', status: 400, detail: 'Not now.' }),
        expect.objectContaining({ pointer: '/lists/missing', detail: 'There is no such thing.' }),
      ]),
    });
  });

  it('leaves out the parts a caller may not see, and never asks for them', async () => {
    gateway.world.calls.length = 0;

    const response = await get('/api/summary', 'half');

    const body = (await response.json()) as { problems: unknown[] };
    expect(response.status).toBe(200);
    expect(body).toMatchObject({ load: 42, tenants: null, lists: { busiest: expect.any(Array) } });
    expect(body.problems).toContainEqual(
      expect.objectContaining({
        pointer: '/tenants',
        status: 403,
        code: 'FORBIDDEN',
        missingScopes: ['tenants:read'],
      }),
    );
  });

  it('leaves out the members of a list’s items a caller may not see, and says which', async () => {
    const response = await get('/api/tenants', 'names');

    const body = (await response.json()) as { data: object[]; problems: object[] };
    expect(response.status).toBe(200);
    expect(body.data[0]).toEqual({ name: expect.any(String), executions: null, rate: null });
    expect(body.problems).toEqual([
      expect.objectContaining({
        pointer: '/data',
        members: ['executions', 'rate'],
        status: 403,
        code: 'FORBIDDEN',
        missingScopes: ['health:read'],
      }),
    ]);
  });

  it('shows those members to a caller who may see them, without a problem', async () => {
    const body = (await (await get('/api/tenants')).json()) as { data: object[] };

    expect(body.data[1]).toEqual({ name: expect.any(String), executions: 10, rate: 0.1 });
    expect(body).not.toHaveProperty('problems');
  });

  it.each([
    ['anonymous callers', null, 401, 'UNAUTHENTICATED'],
    ['bad credentials', 'nobody', 401, 'UNAUTHENTICATED'],
    ['callers of a tenant, whatever they may do there', 'member', 403, 'FORBIDDEN'],
    ['callers who lack the permission', 'nothing', 403, 'FORBIDDEN'],
  ])('refuses %s', async (_, secret, status, code) => {
    const response = await get('/api/tenants', secret);

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await response.json()).toMatchObject({
      type: `urn:intendant:problem:${code.toLowerCase()}`,
      title: expect.any(String),
      status,
      code,
      detail: expect.any(String),
      instance: '/api/tenants',
      requestId: response.headers.get('x-request-id'),
    });
  });

  it('challenges who shows no credential', async () => {
    expect((await get('/api/tenants', null)).headers.get('www-authenticate')).toBe('Bearer');
  });

  it('names every parameter that is wrong, also those that do not exist', async () => {
    const response = await get('/api/tenants?first=101&frist=3');

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'BAD_PARAMETER',
      errors: [
        { parameter: 'first', detail: 'must be a whole number from 1 to 100' },
        { parameter: 'frist', detail: 'does not exist; there are first' },
      ],
    });
  });

  it('answers 404 for what does not exist, a thing as well as a path', async () => {
    const [thing, path] = await Promise.all([get('/api/tenants/t9'), get('/api/nothing', null)]);

    expect([thing.status, path.status]).toEqual([404, 404]);
    expect(await thing.json()).toMatchObject({ code: 'NOT_FOUND', instance: '/api/tenants/t9' });
    expect(await path.json()).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('takes a cookie from our own pages only', async () => {
    const cookie = 'intendant-session=ada';

    const own = await get('/api/tenants', null, { headers: { cookie } });
    const foreign = await get('/api/tenants', null, { headers: { cookie, 'sec-fetch-site': 'cross-site' } });

    expect([own.status, foreign.status]).toEqual([200, 403]);
  });

  it('is counted by its route, whatever the path’s parameters are', async () => {
    await get('/api/tenants/t1');

    expect(gateway.logLines.some((line) => line.includes('"operation":"GET /api/tenants/{id}"'))).toBe(true);
  });
});

describe('the REST façade under pressure', () => {
  it('answers 429 with the time to wait once the limit is reached', async () => {
    const gateway = await startGateway({
      rest: [list],
      tokens: { take: () => Promise.resolve({ granted: 0, left: 0 }), sweep: () => Promise.resolve() },
    });
    gateway.world.credentials.set('ada', { caller: aPlatformCaller() });

    const response = await fetch(`${gateway.url}/api/tenants`, { headers: { authorization: 'Bearer ada' } });

    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    await gateway.close();
  });

  it('answers 503 while nobody can tell who the caller is', async () => {
    const gateway = await startGateway({ rest: [list] });
    gateway.world.securityIsDown = true;

    const response = await fetch(`${gateway.url}/api/tenants`, { headers: { authorization: 'Bearer ada' } });

    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    await gateway.close();
  });

  it('does not start with a resource that does not fit the schema', async () => {
    const wrong = { ...list, document: 'query ListNothing { nothing }' };

    await expect(startGateway({ rest: [wrong] })).rejects.toThrow(/\/api\/tenants does not fit the API/);
  });
});
