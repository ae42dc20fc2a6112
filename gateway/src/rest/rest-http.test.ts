import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { restFixtures } from '../testing/rest-fixtures.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

describe('the REST façade as HTTP', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway({ rest: restFixtures });
    gateway.world.credentials.set('ada', { caller: aPlatformCaller(['tenants:read', 'health:read']) });
  });

  afterAll(() => gateway.close());

  const get = (path: string, secret: string | null = 'ada', init: RequestInit = {}): Promise<Response> =>
    fetch(`${gateway.url}${path}`, {
      ...init,
      headers: { ...(secret !== null && { authorization: `Bearer ${secret}` }), ...init.headers },
    });

  it('reads only: other methods are 405, and say which there are', async () => {
    const answers = await Promise.all(
      ['POST', 'PUT', 'DELETE', 'PATCH'].map((method) => get('/api/tenants', 'ada', { method })),
    );

    expect(answers.map(({ status }) => status)).toEqual([405, 405, 405, 405]);
    expect(answers[0]?.headers.get('allow')).toBe('GET, HEAD');
    expect(await answers[0]?.json()).toMatchObject({
      type: 'urn:intendant:problem:method-not-allowed',
      code: 'METHOD_NOT_ALLOWED',
      instance: '/api/tenants',
    });
    const options = await get('/api/tenants', 'ada', { method: 'OPTIONS' });
    expect([options.status, options.headers.has('content-length')]).toEqual([204, false]);
  });

  it('answers HEAD as GET, without the body', async () => {
    const [head, whole] = await Promise.all([
      get('/api/tenants', 'ada', { method: 'HEAD' }),
      get('/api/tenants'),
    ]);

    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(String((await whole.text()).length));
  });

  it('answers 406 who accepts no JSON', async () => {
    const statusOf = async (accept: string): Promise<number> =>
      (await get('/api/tenants', 'ada', { headers: { accept } })).status;

    const refused = ['text/csv', 'application/jsonp', 'application/json;q=0'];
    expect(await Promise.all(refused.map(statusOf))).toEqual([406, 406, 406]);
    const fine = ['', 'text/html, */*;q=0.1', 'application/json; charset=utf-8'];
    expect(await Promise.all(fine.map(statusOf))).toEqual([200, 200, 200]);
  });

  it('describes itself, and does not send that twice', async () => {
    const first = await get('/api/openapi.json', null);
    const tag = first.headers.get('etag') ?? '';
    const again = await Promise.all(
      [tag, `W/${tag}`, `"another", ${tag}`, '*', '"another"'].map((known) =>
        get('/api/openapi.json', null, { headers: { 'if-none-match': known } }),
      ),
    );

    const document = (await first.json()) as { paths: object };
    expect(Object.keys(document.paths)).toEqual(['/api/summary', '/api/tenants/{id}', '/api/tenants']);
    expect(again.map(({ status }) => status)).toEqual([304, 304, 304, 304, 200]);
    expect(await again[0]?.text()).toBe('');
    expect(again[0]?.headers.get('etag')).toBe(tag);
    expect(again[0]?.headers.has('content-length')).toBe(false);
  });
});
