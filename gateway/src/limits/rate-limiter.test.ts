import { initOrm } from '@intendant/kit/database/orm';
import { roleUrl } from '@intendant/kit/database/role-url';
import { createLog, silentLog } from '@intendant/kit/log';
import { aKey, aPlatformCaller } from '@intendant/kit/testing/callers';
import { cloneDatabase, testSecretKey } from '@intendant/kit/testing/template-database';
import { testServerUrl } from '@intendant/kit/testing/test-server';
import { gatewayModule } from '../database/gateway-module.ts';
import { FixtureWorld } from '../testing/fixture-world.ts';
import { startGateway } from '../testing/start-gateway.ts';
import { createRateLimiter, type RateDecision, type RateLimiter } from './rate-limiter.ts';
import { createTokenStore, type TokenStore } from './token-store.ts';

// Refused by nobody, a limiter that cannot reach its store would pass half of these tests.
const loudLog = createLog({ name: 'test', destination: { write: (line) => console.error(line) } });

describe('rate limits', () => {
  let tokens: TokenStore;
  let takes = 0;
  let close: () => Promise<void>;
  const limiters: RateLimiter[] = [];

  const limiter = (): RateLimiter => {
    const made = createRateLimiter(tokens, loudLog);
    limiters.push(made);
    return made;
  };

  beforeAll(async () => {
    const database = await cloneDatabase(await testServerUrl(), [gatewayModule]);
    const url = roleUrl(database.adminUrl, testSecretKey, 'gateway', database.rolePrefix);
    const orm = await initOrm(gatewayModule, { url });
    const store = createTokenStore(orm.em.fork());
    tokens = {
      ...store,
      take: (...args) => {
        takes += 1;
        return store.take(...args);
      },
    };
    close = async () => {
      limiters.forEach((each) => each.close());
      await orm.close(true);
      await database.drop();
    };
  });

  beforeEach(() => {
    takes = 0;
  });

  afterAll(() => close());

  /** Asks until it is allowed; the last refusal when that takes too long. */
  async function allowed(ask: () => Promise<RateDecision>): Promise<RateDecision> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const decision = await ask();
      if (decision.isAllowed || Date.now() > deadline) {
        return decision;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('lets no more through than the bucket holds, however many processes share it', async () => {
    const size = { perSecond: 0.001, burst: 100 };
    const processes = [limiter(), limiter(), limiter()];
    const decisions = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => processes[index % 3]?.take('shared', size)),
    );

    expect(decisions.filter((decision) => decision?.isAllowed)).toHaveLength(100);
    expect(takes).toBeLessThan(30);
  });

  it('fills up again with time', async () => {
    const size = { perSecond: 1, burst: 10 };
    const one = limiter();
    const whole = await one.take('refilling', size, 10);
    const empty = await one.take('refilling', size);
    const refilled = await allowed(() => one.take('refilling', size));

    expect([whole.isAllowed, empty.isAllowed, refilled.isAllowed]).toEqual([true, false, true]);
  });

  it('does not ask the database while it knows that the bucket is empty', async () => {
    const size = { perSecond: 0.01, burst: 2 };
    const one = limiter();
    await Promise.all([1, 2].map(() => one.take('empty', size)));
    await one.take('empty', size);
    const before = takes;
    const refused = await Promise.all(Array.from({ length: 50 }, () => one.take('empty', size)));

    expect(refused.some(({ isAllowed }) => isAllowed)).toBe(false);
    expect(takes).toBe(before);
  });

  it('lets a batch exceed what is left once, and makes it pay', async () => {
    const size = { perSecond: 20, burst: 20 };
    const one = limiter();
    const batch = await one.overdraw('batches', size, 50);
    const next = await one.overdraw('batches', size, 1);
    const later = await allowed(() => one.overdraw('batches', size, 1));

    expect([batch.isAllowed, next.isAllowed, later.isAllowed]).toEqual([true, false, true]);
  });

  it('lets requests through when the database cannot be asked', async () => {
    const store: TokenStore = {
      take: () => Promise.reject(new Error('down')),
      sweep: () => Promise.resolve(),
    };
    const one = createRateLimiter(store, silentLog);
    limiters.push(one);

    expect((await one.take('down', { perSecond: 1, burst: 1 })).isAllowed).toBe(true);
  });

  it('holds for one caller across two gateways, with the headers that say so', async () => {
    const world = new FixtureWorld();
    world.credentials.set('ada', { caller: aPlatformCaller([], { id: 'ada' }) });
    const limits = { requestsPerSecond: 0.1, requestBurst: 10 };
    const gateways = await Promise.all([1, 2].map(() => startGateway({ world, tokens, limits })));
    const answers = await Promise.all(
      Array.from({ length: 30 }, async (_, index) =>
        gateways[index % 2]?.query('{ greeting }', { secret: 'ada' }),
      ),
    );
    await Promise.all(gateways.map((gateway) => gateway.close()));
    const refused = answers.find((answer) => answer?.status === 429);
    const allowed = answers.filter((answer) => answer?.status === 200);

    expect(allowed.length).toBeGreaterThanOrEqual(10);
    expect(allowed.length).toBeLessThanOrEqual(12);
    expect(refused?.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refused?.headers.get('ratelimit-policy')).toBe('"requests";q=10;w=100');
    expect(allowed[0]?.headers.get('ratelimit')).toMatch(/^"requests";r=\d+;t=\d+$/);
  });

  it('counts the events of a key by their number, not by requests', async () => {
    const world = new FixtureWorld();
    world.credentials.set('itd_key', {
      caller: aKey(['events:write'], { id: 'eventful', eventsPerSecond: 5 }),
    });
    const gateway = await startGateway({ world, tokens });
    const send = async (count: number): Promise<number> => {
      const response = await fetch(`${gateway.url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents-batch+json', 'x-api-key': 'itd_key' },
        body: JSON.stringify(Array.from({ length: count }, (_, id) => ({ id }))),
      });
      return response.status;
    };
    const statuses = [await send(9), await send(9), await send(1)];
    await gateway.close();

    // Five a second, ten at once: the second batch overdraws by eight, and the third has to wait.
    expect(statuses).toEqual([202, 202, 429]);
  });

  it('costs the address of whoever guesses credentials', async () => {
    const gateway = await startGateway({
      tokens,
      limits: { anonymousRequestsPerSecond: 0.1, anonymousRequestBurst: 5 },
    });
    const statuses: number[] = [];
    for (let guess = 0; guess < 8; guess += 1) {
      statuses.push((await gateway.query('{ greeting }', { secret: `guess-${guess}` })).status);
    }
    await gateway.close();

    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(statuses.at(-1)).toBe(429);
  });
});
