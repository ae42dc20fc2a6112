import { spawnSync } from 'node:child_process';
import { graphql, instances } from '../support/api-client.ts';

const json = 'application/json';
const graphqlJson = 'application/graphql-response+json';

describe.each(instances())('GraphQL over HTTP, $form', (instance) => {
  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${instance.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': json, accept: graphqlJson, ...headers },
      body,
    });

  it('answers a query by GET and refuses a mutation', async () => {
    const get = (query: string): Promise<Response> =>
      fetch(`${instance.url}/graphql?query=${encodeURIComponent(query)}`, {
        headers: { accept: graphqlJson, 'x-api-key': instance.adminKey, 'apollo-require-preflight': '1' },
      });

    const query = await get('{ viewer { id } }');
    const mutation = await get('mutation { signOut { userErrors { code } } }');

    expect(await query.json()).toMatchObject({ data: { viewer: { id: expect.any(String) } } });
    expect(mutation.status).toBe(405);
  });

  it.each([
    ['a body that is not JSON', '{'],
    ['a document that does not parse', JSON.stringify({ query: '{' })],
    ['a field that does not exist', JSON.stringify({ query: '{ nonsense }' })],
  ])('answers %s with 400 in its own media type', async (_, body) => {
    const response = await post(body);

    expect(response.status).toBe(400);
    expect(((await response.json()) as { errors: unknown[] }).errors).not.toHaveLength(0);
  });

  it.each([
    [
      'a day as an instant',
      'query ($from: DateTime) { auditEntries(filter: { from: $from }) { totalCount } }',
      { from: '2026-11-20' },
    ],
    [
      'the year 0',
      'query ($from: DateTime) { auditEntries(filter: { from: $from }) { totalCount } }',
      { from: '0000-01-01T00:00:00Z' },
    ],
    [
      'text as a number',
      'mutation ($input: GrantOverrideInput!) { grantOverride(input: $input) { userErrors { code } } }',
      {
        input: {
          tenantId: 'none',
          entitlementKey: 'workflows',
          limit: '1',
          reason: 'Festival season',
          expiresAt: '2030-01-01T00:00:00Z',
        },
      },
    ],
  ])('refuses %s among the variables as the caller’s mistake', async (_, query, variables) => {
    const response = await post(JSON.stringify({ query, variables }), { 'x-api-key': instance.adminKey });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('refuses a literal that is none of its type before anything of the document runs', async () => {
    const query =
      'query { incidents { totalCount } auditEntries(filter: { from: "2026-11-20" }) { totalCount } }';
    const response = await post(JSON.stringify({ query }), { 'x-api-key': instance.adminKey });

    expect(response.status).toBe(400);
    const answer = (await response.json()) as { data?: unknown };
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
    expect(answer.data).toBeUndefined();
  });

  it('answers a refused document with 200 in application/json', async () => {
    const response = await post(JSON.stringify({ query: '{ nonsense }' }), { accept: json });

    expect(response.headers.get('content-type')).toContain(json);
    expect([200, 400]).toContain(response.status);
  });

  it('answers another media type with 415 and another method with 405', async () => {
    const text = await post('{ viewer { id } }', { 'content-type': 'text/plain' });
    const put = await fetch(`${instance.url}/graphql`, { method: 'PUT' });

    expect([text.status, put.status]).toEqual([415, 405]);
  });

  it('hides the schema and its internal operations', async () => {
    const introspection = await graphql(instance, '{ __schema { queryType { name } } }');
    const internal = await graphql(
      instance,
      'mutation { recordGatewayRequests(input: {}) { userErrors { code } } }',
    );

    expect(introspection.errors).not.toEqual([]);
    expect(internal.status).toBe(400);
  });

  it('gives every answer a request id, the caller’s own when it has one', async () => {
    const own = await post(JSON.stringify({ query: '{ viewer { id } }' }), {
      'x-request-id': 'my-request-0001',
    });
    const given = await post(JSON.stringify({ query: '{ viewer { id } }' }));

    expect(own.headers.get('x-request-id')).toBe('my-request-0001');
    expect(given.headers.get('x-request-id')).toMatch(/[\w-]{8,}/);
  });

  it('refuses an operation that is too deep', async () => {
    const deep = `{ tenantSummaries { nodes { ${'tenant { subscription { '.repeat(12)} id ${'} }'.repeat(12)} } } }`;

    const { status, errors } = await graphql(instance, deep);

    expect(status).toBe(400);
    expect(errors[0]?.extensions['code']).toBe('OPERATION_TOO_DEEP');
  });

  it('is alive, ready and measured', async () => {
    const answers = await Promise.all(
      ['/healthz', '/readyz', '/metrics'].map((path) => fetch(`${instance.url}${path}`)),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await answers[2]?.text()).toContain('process_resident_memory_bytes');
  });

  it('measures in the format of Prometheus, as its own linter reads it', async () => {
    const metrics = await (await fetch(`${instance.url}/metrics`)).text();

    const { error, status, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: metrics,
      encoding: 'utf8',
    });

    if (error && process.env['CI'] !== 'true') {
      console.warn('Not checked: there is no promtool on this machine.');
      return;
    }
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('serves the admin UI beside the API', async () => {
    const page = await fetch(`${instance.url}/sign-in`, { headers: { accept: 'text/html' } });

    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<html');
  });
});
