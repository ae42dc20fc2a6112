import { aKey, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { FixtureWorld } from '../testing/fixture-world.ts';
import { remoteFixtures } from '../testing/serve-fixture.ts';
import { startGateway } from '../testing/start-gateway.ts';
import { createInProcessUpstream } from '../upstream/in-process-upstream.ts';
import { UpstreamUnavailableError, type Upstream, type UpstreamCall } from '../upstream/upstream.ts';
import { countedUpstream } from './counted-upstream.ts';
import { GatewayFigures } from './gateway-figures.ts';
import { RejectionCounts } from './rejection-counts.ts';
import { ServiceCounts, type CountedFetch } from './service-counts.ts';
import { fixtureNames } from '../testing/fixture-sdl.ts';
import { fixtureRuntime } from '../testing/fixture-runtime.ts';

const noon = Date.UTC(2026, 10, 21, 12);
const size = { perSecond: 2, burst: 4 };
const call: UpstreamCall = { caller: aPlatformCaller(), requestId: 'r', deadline: null, signal: null };

describe('figures of the services', () => {
  const fetched = (overrides: Partial<CountedFetch> = {}): CountedFetch => ({
    service: 'health',
    at: noon,
    milliseconds: 10,
    isAnswered: true,
    isError: false,
    ...overrides,
  });

  it('add up fetches, errors, the last answer and a histogram for each service and minute', () => {
    const counts = new ServiceCounts();
    counts.add(fetched());
    counts.add(fetched({ at: noon + 1_000, milliseconds: 11 }));
    counts.add(fetched({ at: noon + 2_000, milliseconds: 5_000, isAnswered: false, isError: true }));
    counts.add(fetched({ service: 'billing', isAnswered: false, isError: true }));
    counts.add(fetched({ at: noon + 60_000 }));

    const rows = counts.take();

    expect(rows).toEqual([
      {
        minute: '2026-11-21T12:00:00.000Z',
        service: 'health',
        count: 3,
        errors: 1,
        lastAnswerAt: '2026-11-21T12:00:01.000Z',
        latencyBuckets: [25, 26, 90],
        latencyCounts: [1, 1, 1],
      },
      expect.objectContaining({ minute: '2026-11-21T12:01:00.000Z', service: 'health', count: 1 }),
      expect.objectContaining({ service: 'billing', count: 1, errors: 1, lastAnswerAt: null }),
    ]);
    expect(counts.take()).toEqual([]);
  });

  it('wait, without any request, until their minute is over', () => {
    const figures = new GatewayFigures();
    figures.services.add(fetched());

    expect(figures.take({ now: noon + 30_000 })).toEqual([]);
    expect(figures.take({ now: noon + 60_000 })).toMatchObject([{ counts: [], services: [{ count: 1 }] }]);
    expect(figures.take({ now: noon + 180_000, isLast: true })).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>, { isAnswered: boolean; isError: boolean } | null]>([
    ['an answer', async () => ({ data: {} }), { isAnswered: true, isError: false }],
    [
      'a refusal of the caller',
      async () => ({ errors: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }] }),
      { isAnswered: true, isError: false },
    ],
    [
      'an internal error',
      async () => ({ data: {}, errors: [{ message: 'x', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }),
      { isAnswered: true, isError: true },
    ],
    [
      'a broken promise of the schema',
      async () => ({ errors: [{ message: 'x' }] }),
      { isAnswered: true, isError: true },
    ],
    [
      'no answer',
      () => Promise.reject(new UpstreamUnavailableError('health')),
      { isAnswered: false, isError: true },
    ],
  ])('tell %s from the others', async (_, answer, expected) => {
    const fetches: CountedFetch[] = [];
    const upstream = { name: 'health', execute: answer } as unknown as Upstream;
    const counted = countedUpstream(upstream, { add: (fetch) => void fetches.push(fetch) });

    await counted.execute({ query: '', variables: {}, operationName: null }, call).catch(() => {});

    expect(fetches).toMatchObject([{ service: 'health', ...expected }]);
  });

  it.each([
    ['leave out what a client that has gone did not wait for', 'AbortError', 0],
    ['count a deadline that passed as no answer', 'TimeoutError', 1],
  ])('%s', async (_, reason, count) => {
    const fetches: CountedFetch[] = [];
    const signal = AbortSignal.abort(new DOMException('over', reason));
    const runtime = fixtureRuntime('health', new FixtureWorld());
    const counted = countedUpstream(createInProcessUpstream('health', runtime), {
      add: (fetch) => void fetches.push(fetch),
    });

    await counted
      .execute({ query: '{ load }', variables: {}, operationName: null }, { ...call, signal })
      .catch(() => {});

    expect(fetches).toHaveLength(count);
  });

  it.each(['in this process', 'over the network'])('are sent to health for services %s', async (form) => {
    const world = new FixtureWorld();
    const remote = form === 'in this process' ? null : await remoteFixtures(world);
    const upstreams =
      remote?.upstreams ??
      fixtureNames.map((name) => createInProcessUpstream(name, fixtureRuntime(name, world)));
    const gateway = await startGateway({ world, upstreams });
    await gateway.query('{ greeting load crash }');
    await gateway.close();
    await remote?.close();

    const services = world.flushes.flatMap((flush) => flush.services ?? []);

    expect(services).toHaveLength(2);
    expect(services).toContainEqual(
      expect.objectContaining({ service: 'tenants', count: 1, errors: 1, lastAnswerAt: expect.any(Date) }),
    );
    expect(services).toContainEqual(expect.objectContaining({ service: 'health', count: 1, errors: 0 }));
  });

  it('are not sent at all while nobody asks for anything', async () => {
    const gateway = await startGateway();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await gateway.close();

    expect(gateway.world.calls).toEqual([]);
  });
});

describe('figures of the rate limits', () => {
  const refused = { isAllowed: false, size };
  const allowed = { isAllowed: true, size };

  it('tell who was refused how much, and how much was offered within the minute in all', () => {
    const counts = new RejectionCounts();
    const key = aKey(['health:read'], { tenantId: 't1' });
    counts.add('REQUESTS', key, 1, allowed, noon);
    counts.add('REQUESTS', key, 1, allowed, noon + 1);
    counts.add('REQUESTS', key, 1, refused, noon + 2);
    counts.add('EVENTS', key, 40, refused, noon + 3);
    counts.add('REQUESTS', aTenantCaller('t1'), 1, allowed, noon + 4);

    const rows = counts.take();

    expect(rows).toEqual([
      {
        minute: '2026-11-21T12:00:00.000Z',
        kind: 'REQUESTS',
        tenantId: 't1',
        callerId: key.id,
        isApiKey: true,
        callerName: 'ci',
        rejected: 1,
        offered: 3,
        limitPerMinute: 120,
      },
      expect.objectContaining({ kind: 'EVENTS', rejected: 40, offered: 40 }),
    ]);
  });

  it('go on counting what is offered over the flushes of a minute, and start anew with the next', () => {
    const counts = new RejectionCounts();
    const caller = aPlatformCaller();
    counts.add('REQUESTS', caller, 1, refused, noon);
    counts.take();
    counts.add('REQUESTS', caller, 1, refused, noon + 1_000);
    counts.add('REQUESTS', caller, 1, refused, noon + 60_000);

    expect(counts.take()).toMatchObject([
      { rejected: 1, offered: 2 },
      { rejected: 1, offered: 1, minute: '2026-11-21T12:01:00.000Z' },
    ]);
  });

  it('know the real number of events once it is known', () => {
    const counts = new RejectionCounts();
    const caller = aPlatformCaller();
    counts.add('EVENTS', caller, 1, allowed, noon);
    counts.correct('EVENTS', caller, 99, noon);
    counts.add('EVENTS', caller, 10, refused, noon);

    expect(counts.take()).toMatchObject([{ rejected: 10, offered: 110 }]);
  });

  it('stay within bounds however many callers are refused', () => {
    const counts = new RejectionCounts();
    for (let index = 0; index < 5_000; index += 1) {
      counts.add('REQUESTS', aPlatformCaller([], { id: `c${index}` }), 1, refused, noon);
    }

    expect(counts.take()).toHaveLength(2_000);
  });

  it('reach health with the requests and events that were refused', async () => {
    const world = new FixtureWorld();
    const caller = aKey(['events:write'], { id: 'k', tenantId: 't1', eventsPerSecond: 1 });
    world.credentials.set('itd_key', { caller });
    const empty = { take: () => Promise.resolve({ granted: 0, left: 0 }), sweep: () => Promise.resolve() };
    const gateway = await startGateway({ world, tokens: empty, limits: { requestsPerSecond: 3 } });
    const headers = { 'x-api-key': 'itd_key', 'content-type': 'application/cloudevents-batch+json' };
    await gateway.query('{ greeting }', { headers: { 'x-api-key': 'itd_key' } });
    await gateway.query('{ greeting }', { headers: { 'x-api-key': 'itd_key' } });
    const body = JSON.stringify(Array.from({ length: 7 }, () => ({ specversion: '1.0' })));
    await fetch(`${gateway.url}/v1/events`, { method: 'POST', headers, body });
    await gateway.query('{ greeting }');
    await gateway.close();

    const rejections = world.flushes.flatMap((flush) => flush.rejections ?? []);

    expect(rejections).toHaveLength(2);
    expect(rejections).toContainEqual(
      expect.objectContaining({
        kind: 'REQUESTS',
        callerId: 'k',
        tenantId: 't1',
        isApiKey: true,
        rejected: 2,
        offered: 2,
        limitPerMinute: 180,
      }),
    );
    expect(rejections).toContainEqual(
      expect.objectContaining({ kind: 'EVENTS', rejected: 7, offered: 7, limitPerMinute: 60 }),
    );
  });
});
