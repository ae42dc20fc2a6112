import { request as httpRequest } from 'node:http';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

const greeting = 'query Greet { greeting }';

describe('GraphQL over HTTP', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway({
      limits: { bodyBytes: 10_000 },
    });
    gateway.world.credentials.set('ada', { caller: aPlatformCaller(['tenants:read']) });
  });

  afterAll(() => gateway.close());

  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const get = (search: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${gateway.url}/graphql?${search}`, { headers: { 'x-apollo-operation-name': 'x', ...headers } });

  it('answers in the media type the client accepts', async () => {
    const plain = await post(JSON.stringify({ query: greeting }));
    const modern = await post(JSON.stringify({ query: greeting }), {
      accept: 'application/graphql-response+json',
    });
    const neither = await Promise.all(
      ['text/csv', 'application/jsonp', 'application/json;q=0'].map((accept) =>
        post(JSON.stringify({ query: greeting }), { accept }),
      ),
    );

    expect(plain.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(modern.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect(neither.map(({ status }) => status)).toEqual([406, 406, 406]);
  });

  it('runs queries by GET, and nothing else', async () => {
    const query = await get(new URLSearchParams({ query: greeting }).toString());
    const mutation = await get(
      new URLSearchParams({
        query: 'mutation { renameTenant(id: "t1", name: "x") { userErrors { code } } }',
      }).toString(),
      { authorization: 'Bearer ada', accept: 'application/graphql-response+json' },
    );

    expect(await query.json()).toEqual({ data: { greeting: 'Hello you' } });
    expect([mutation.status, gateway.world.tenants.get('t1')?.name]).toEqual([403, 'Aurora']);
  });

  it('refuses a mutation by GET with 405 even when the caller may run it', async () => {
    gateway.world.credentials.set('owner', { caller: aPlatformCaller() });
    const mutation = 'mutation { renameTenant(id: "t1", name: "x") { userErrors { code } } }';
    const answer = await get(new URLSearchParams({ query: mutation }).toString(), {
      authorization: 'Bearer owner',
    });

    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect(gateway.world.tenants.get('t1')?.name).toBe('Aurora');
  });

  it.each([
    ['a syntax error', '{', 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nothing }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a missing variable', 'query ($id: ID!) { tenant(id: $id) { id } }', 400, 'BAD_USER_INPUT'],
    ['a forbidden field', '{ tenants { total } }', 401, 'UNAUTHENTICATED'],
    [
      'an ambiguous operation',
      'query A { greeting } query B { greeting }',
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['a subscription', 'subscription { ticks { number } }', 401, 'UNAUTHENTICATED'],
  ])(
    'answers %s with its status in the modern media type and 200 in the legacy one',
    async (_, query, status, code) => {
      const modern = await post(JSON.stringify({ query }), { accept: 'application/graphql-response+json' });
      const legacy = await post(JSON.stringify({ query }), { accept: 'application/json' });

      expect([modern.status, legacy.status]).toEqual([status, 200]);
      expect(await modern.json()).toMatchObject({ errors: [{ extensions: { code } }] });
      expect(await legacy.json()).toMatchObject({ errors: [{ extensions: { code } }] });
    },
  );

  it('answers 200 in both media types when there is data beside errors', async () => {
    const answer = await gateway.query('{ greeting crash }');

    expect(answer).toMatchObject({ status: 200, data: { greeting: 'Hello you', crash: null } });
  });

  it.each([
    ['no JSON', '{', 400],
    ['a batch', '[{"query":"{ greeting }"}]', 400],
    ['no query', '{"variables":{}}', 400],
    ['variables as text', '{"query":"{ greeting }","variables":"{}"}', 400],
    ['an unknown document', '{"documentId":"nope"}', 400],
    ['a large body', JSON.stringify({ query: `{ greeting } #${'x'.repeat(20_000)}` }), 413],
  ])('refuses %s', async (_, body, status) => {
    const answer = await post(body);

    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ errors: [{ message: expect.any(String) }] });
  });

  it('refuses a large body that does not announce its length', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      });
      request.on('response', (response) => resolve(response.statusCode)).on('error', reject);
      request.write('{"query":"');
      request.end('x'.repeat(50_000));
    });

    expect(status).toBe(413);
  });

  it('refuses what a form of another site could send', async () => {
    const form = await post('query=%7Bgreeting%7D', { 'content-type': 'application/x-www-form-urlencoded' });
    const link = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${gateway.url}/graphql?query=%7Bgreeting%7D`, { headers });
    const withCookie = await link({ cookie: 'intendant-session=ada' });
    const fromElsewhere = await link({ 'sec-fetch-site': 'cross-site' });
    const asked = await link({ cookie: 'intendant-session=ada', 'apollo-require-preflight': '1' });

    expect([form.status, withCookie.status, fromElsewhere.status]).toEqual([415, 400, 400]);
    expect(asked.status).toBe(200);
  });

  it('runs the GET of a program, which carries no cookie', async () => {
    const key = await fetch(`${gateway.url}/graphql?query=%7Bgreeting%7D`, {
      headers: { authorization: 'Bearer ada' },
    });

    expect(await key.json()).toEqual({ data: { greeting: 'Hello you' } });
  });

  it('takes the request id of the client and makes one otherwise', async () => {
    const given = await post(JSON.stringify({ query: greeting }), { 'x-request-id': 'abc-123' });
    const foul = await post(JSON.stringify({ query: greeting }), { 'x-request-id': 'a b\tc' });

    expect(given.headers.get('x-request-id')).toBe('abc-123');
    expect(foul.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps introspection shut unless it is configured', async () => {
    const open = await startGateway({ isIntrospectionAllowed: true });
    const query = '{ __schema { queryType { name } } __type(name: "ResolvedCredential") { name } }';
    const shut = await gateway.query(query);
    const answer = await open.query(query);
    await open.close();

    expect(shut.errors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(answer.data).toEqual({ __schema: { queryType: { name: 'Query' } }, __type: null });
  });
});

describe('errors', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway();
    gateway.world.credentials.set('ada', { caller: aPlatformCaller(['tenants:read']) });
  });

  afterAll(() => gateway.close());

  it('shows nothing of an unknown error but a request id, and logs it in full', async () => {
    const answer = await gateway.query('{ crash }', { headers: { 'x-request-id': 'find-me' } });

    expect(answer.errors).toEqual([
      {
        message: 'Internal server error',
        path: ['crash'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'find-me' },
      },
    ]);
    expect(
      gateway.logLines.some((line) => line.includes('find-me') && line.includes('"level":"error"')),
    ).toBe(true);
  });

  it('passes on what a subgraph says to the caller', async () => {
    const answer = await gateway.query('{ missing }', { secret: 'ada' });

    expect(answer.errors).toMatchObject([
      {
        message: 'There is no such thing.',
        extensions: { code: 'BAD_USER_INPUT', userErrorCode: 'NOT_FOUND' },
      },
    ]);
  });

  it('gives an operation up at its timeout, and tells the subgraph when that is', async () => {
    const impatient = await startGateway({ limits: { operationTimeoutMs: 200 } });
    impatient.world.credentials.set('ada', { caller: aPlatformCaller() });
    const startedAt = Date.now();
    const answer = await impatient.query('{ slow(ms: 5000) }', { secret: 'ada' });
    const answeredAt = Date.now();
    const [context] = impatient.world.contexts;
    await impatient.close();

    expect(answer.status).toBe(504);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'TIMEOUT', allowed: 200 } }]);
    // Sooner than the subgraph would have answered.
    expect(answeredAt - startedAt).toBeLessThan(4_000);
    expect((context?.deadline?.getTime() ?? 0) - startedAt).toBeLessThan(4_000);
    expect(context?.deadline?.getTime()).toBeGreaterThanOrEqual(startedAt + 200);
  });
});
