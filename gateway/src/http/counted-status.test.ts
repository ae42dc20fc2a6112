import { createMetrics } from '@intendant/kit/metrics';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import type { RestResource } from '../rest/rest-resource.ts';
import { fixtureRuntime } from '../testing/fixture-runtime.ts';
import { fixtureNames } from '../testing/fixture-sdl.ts';
import { FixtureWorld } from '../testing/fixture-world.ts';
import { SocketClient } from '../testing/socket-client.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';
import { createInProcessUpstream } from '../upstream/in-process-upstream.ts';
import { UpstreamUnavailableError } from '../upstream/upstream.ts';

const summary: RestResource = {
  path: '/api/summary',
  summary: 'Everything',
  description: 'Everything.',
  kind: 'sections',
  document: 'query GetSummary { load missing }',
};

describe('what the figures call a request', () => {
  let gateway: TestGateway;
  let metrics: ReturnType<typeof createMetrics>;

  /** A gateway whose subgraph of tenants is gone, or not. */
  async function start(isTenantsGone: boolean): Promise<void> {
    const world = new FixtureWorld();
    metrics = createMetrics();
    const upstreams = fixtureNames.map((name) => {
      const upstream = createInProcessUpstream(name, fixtureRuntime(name, world));
      return name === 'tenants' && isTenantsGone
        ? { ...upstream, execute: () => Promise.reject(new UpstreamUnavailableError(name)) }
        : upstream;
    });
    gateway = await startGateway({ world, upstreams, metrics, rest: [summary] });
    world.credentials.set('ada', { caller: aPlatformCaller() });
  }

  /** Status classes by operation as health is told them, and by route as Prometheus is. */
  async function counted(): Promise<{ health: string[]; prometheus: string[] }> {
    await gateway.close();
    const { values = [] } =
      (await metrics.getMetricsAsJSON()).find(({ name }) => name === 'intendant_gateway_requests_total') ??
      {};
    const counts = gateway.world.flushes.flatMap((flush) => flush.counts);
    return {
      health: counts.map(({ operation, statusClass }) => `${operation} ${statusClass}xx`),
      prometheus: values.map(({ labels }) => `${labels['route']} ${labels['status_class']}`),
    };
  }

  it.each([
    ['a subgraph that does not answer', true, 'query Part { load crash }', { load: 42, crash: null }],
    ['a subgraph that is all there is to ask', true, 'query Part { missing }', { missing: null }],
    ['a failure of a field', false, 'query Part { greeting crash }', { greeting: 'Hello you', crash: null }],
  ])('is 5xx for %s, though HTTP answers 200', async (_, isTenantsGone, query, data) => {
    await start(isTenantsGone);

    const answer = await gateway.query(query, { secret: 'ada' });

    expect(answer).toMatchObject({ status: 200, data });
    expect(await counted()).toEqual({ health: ['Part 5xx'], prometheus: ['graphql 5xx'] });
  });

  it('is no fault where a caller’s mistake takes a part of the data', async () => {
    await start(false);

    const answer = await gateway.query('query Part { load missing }', { secret: 'ada' });

    expect(answer).toMatchObject({ status: 200, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(await counted()).toEqual({ health: ['Part 2xx'], prometheus: ['graphql 2xx'] });
  });

  it('is 5xx for a resource of which a part does not answer', async () => {
    await start(true);

    const response = await fetch(`${gateway.url}/api/summary`, { headers: { authorization: 'Bearer ada' } });

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ load: 42, problems: [{ status: 503 }] });
    expect(await counted()).toEqual({ health: ['GET /api/summary 5xx'], prometheus: ['rest 5xx'] });
  });

  it('is the same over WebSocket', async () => {
    await start(true);
    const client = await new SocketClient(gateway.url).init({ authorization: 'Bearer ada' });

    client.subscribe('1', 'query Part { load missing }');
    await client.until(() => client.of('1', 'complete').length > 0);
    await client.close();

    expect(await counted()).toEqual({ health: ['Part 5xx'], prometheus: ['websocket 5xx'] });
  });

  it('is the same for operations of the same process', async () => {
    await start(true);
    const operation = { query: 'query Part { load missing }', address: 'page' } as const;
    const credential = { kind: 'SESSION', secret: 'ada', tenant: null, isCookie: false } as const;

    await gateway.gateway.executeOperation({ ...operation, credential });
    gateway.world.securityIsDown = true;
    await gateway.gateway.executeOperation({ ...operation, credential: { ...credential, secret: 'eve' } });

    const { health, prometheus } = await counted();
    expect([health.sort(), prometheus]).toEqual([['Part 5xx', 'refused 5xx'], ['in-process 5xx']]);
  });
});
