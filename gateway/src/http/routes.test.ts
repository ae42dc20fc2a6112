import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

describe('routes', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway({
      adminUi: (request, response) => {
        if (request.url?.startsWith('/platform')) {
          response.end('page');
        } else {
          throw new Error('the page is broken');
        }
      },
    });
    gateway.world.credentials.set('key', {
      caller: aPlatformCaller(['events:write'], { eventsPerSecond: 3 }),
    });
    gateway.world.credentials.set('reader', { caller: aPlatformCaller(['tenants:read']) });
  });

  afterAll(() => gateway.close());

  const ingest = (secret: string, count: number): Promise<Response> =>
    fetch(`${gateway.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${secret}` },
      body: JSON.stringify(Array.from({ length: count }, (_, id) => ({ id }))),
    });

  it('answers the probes and shows its metrics', async () => {
    const [alive, ready, metrics] = await Promise.all(
      ['/healthz', '/readyz', '/metrics'].map((path) => fetch(gateway.url + path)),
    );

    expect([alive?.status, ready?.status, metrics?.status]).toEqual([200, 200, 200]);
    expect(await metrics?.text()).toContain('intendant_gateway_requests_total');
  });

  it('refuses other methods with 405 and what it allows', async () => {
    const graphql = await fetch(`${gateway.url}/graphql`, { method: 'DELETE' });
    const events = await fetch(`${gateway.url}/v1/events`);
    const head = await fetch(`${gateway.url}/healthz`, { method: 'HEAD' });

    expect([graphql.status, graphql.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect([events.status, events.headers.get('allow')]).toEqual([405, 'POST']);
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('leaves pages to the admin UI and answers for it when it breaks', async () => {
    const page = await fetch(`${gateway.url}/platform`);
    const broken = await fetch(`${gateway.url}/elsewhere`);
    const rest = await fetch(`${gateway.url}/api/platform/overview`);

    expect(await page.text()).toBe('page');
    expect([broken.status, rest.status]).toEqual([500, 404]);
    expect(rest.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it.each(['/v1/events/', '/v1/nothing'])(
    'answers programs at %s with a problem, never a page',
    async (path) => {
      const answer = await fetch(`${gateway.url}${path}?x=1`, { method: 'POST', body: '{}' });

      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(await answer.json()).toMatchObject({
        type: 'urn:intendant:problem:not-found',
        code: 'NOT_FOUND',
        instance: path,
        requestId: answer.headers.get('x-request-id'),
      });
    },
  );

  it('hands events of a permitted key to health as they came', async () => {
    const answer = await ingest('key', 2);

    expect([answer.status, await answer.json()]).toEqual([202, { accepted: 2, duplicates: 0 }]);
    expect(gateway.world.calls).toContain('health.events:2:application/cloudevents-batch+json');
  });

  it('refuses events without the permission before health is asked', async () => {
    const anonymous = await fetch(`${gateway.url}/v1/events`, { method: 'POST', body: '{}' });
    const reader = await ingest('reader', 1);

    expect([anonymous.status, reader.status]).toEqual([401, 403]);
    expect(await reader.json()).toMatchObject({ code: 'FORBIDDEN', requestId: expect.any(String) });
  });

  it('reports requests to health each second, by operation and status class, and not its own', async () => {
    await gateway.query('query Greet { greeting }');
    await gateway.query('query Crash { crash }', { headers: { 'x-api-key': 'nobody' } });
    await gateway.query('{ tenants { total } }');
    gateway.world.failNextFlush = true;
    await new Promise((resolve) => setTimeout(resolve, 3_200));
    const counts = gateway.world.flushes.flatMap((flush) => flush.counts);
    const countOf = (operation: string, statusClass: number): number =>
      counts
        .filter((row) => row.operation === operation && row.statusClass === statusClass)
        .reduce((total, row) => total + row.count, 0);

    expect([countOf('Greet', 2), countOf('refused', 4)]).toEqual([1, 2]);
    expect(counts.map(({ operation }) => operation)).not.toContain('RecordGatewayRequests');
    expect(new Set(gateway.world.flushes.map(({ flushId }) => flushId)).size).toBe(
      gateway.world.flushes.length,
    );
  });
});
