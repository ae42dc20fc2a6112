import { aKey, aPlatformCaller } from '@intendant/kit/testing/callers';
import { FixtureWorld } from '../testing/fixture-world.ts';
import { remoteFixtures } from '../testing/serve-fixture.ts';
import { SocketClient } from '../testing/socket-client.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

const changed = 'subscription ($id: ID!) { tenantHealthChanged(tenantId: $id) { name executions } }';

async function start(kind: string): Promise<TestGateway> {
  const world = new FixtureWorld();
  world.credentials.set('ada', { caller: aPlatformCaller(['tenants:read', 'health:read']) });
  world.credentials.set('bob', { caller: aPlatformCaller(['tenants:read', 'health:read'], { id: 'bob' }) });
  world.credentials.set('itd_live_ci', { caller: aKey(['health:read'], { credentialId: 'k1' }) });
  if (kind === 'in process') {
    return startGateway({ world });
  }
  const remote = await remoteFixtures(world);
  const gateway = await startGateway({ world, upstreams: remote.upstreams });
  return {
    ...gateway,
    async close() {
      await gateway.close();
      await remote.close();
    },
  };
}

describe.each(['in process', 'over the network'])('subscriptions with subgraphs %s', (kind) => {
  let gateway: TestGateway;
  const clients: SocketClient[] = [];

  const connect = (headers: Record<string, string> = {}): SocketClient => {
    const client = new SocketClient(gateway.url, headers);
    clients.push(client);
    return client;
  };
  const signedIn = (secret = 'ada'): Promise<SocketClient> =>
    connect().init({ authorization: `Bearer ${secret}` });

  beforeEach(async () => {
    gateway = await start(kind);
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await gateway.close();
  });

  it('completes each event with the fields of other subgraphs', async () => {
    const client = await signedIn();
    client.subscribe('1', changed, { id: 't2' });
    await client.until(() => client.events('1').length === 1);
    gateway.world.setExecutions('t2', 77);
    await client.until(() => client.events('1').length === 2);

    expect(client.events('1')).toEqual([
      { data: { tenantHealthChanged: { name: 'Borealis', executions: 10 } } },
      { data: { tenantHealthChanged: { name: 'Borealis', executions: 77 } } },
    ]);
  });

  it('answers a syntax error and a validation error for their own ids and keeps the socket', async () => {
    const client = await signedIn();
    client.subscribe('syntax', 'subscription {{');
    client.subscribe('unknown', 'subscription { nothing }');
    client.subscribe('good', changed, { id: 't1' });
    await client.until(
      () => client.events('good').length === 1 && client.of('unknown', 'error').length === 1,
    );

    expect(client.of('syntax', 'error')).toMatchObject([
      { payload: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] },
    ]);
    expect(client.of('unknown', 'error')).toMatchObject([
      { payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    ]);
    expect(client.closed).toBeNull();
  });

  it('refuses a subscription whose fields the caller may not read', async () => {
    const client = await connect().init({ apiKey: 'itd_live_ci' });
    client.subscribe('1', changed, { id: 't1' });
    await client.until(() => client.of('1', 'error').length === 1);

    expect(client.of('1', 'error')).toMatchObject([
      { payload: [{ extensions: { code: 'FORBIDDEN', missingScopes: ['tenants:read'] } }] },
    ]);
  });

  it('runs queries and mutations over the socket', async () => {
    const client = await signedIn();
    client.subscribe('1', '{ tenant(id: "t1") { name executions } }');
    await client.until(() => client.of('1', 'complete').length === 1);

    expect(client.events('1')).toEqual([{ data: { tenant: { name: 'Aurora', executions: 0 } } }]);
  });

  it('shares one subscription at the subgraph, and one completion, among callers with the same authority', async () => {
    const [ada, bob] = await Promise.all([signedIn('ada'), signedIn('bob')]);
    ada.subscribe('a', changed, { id: 't1' });
    await ada.until(() => ada.events('a').length === 1);
    bob.subscribe('b', changed, { id: 't1' });
    await bob.until(() => bob.events('b').length === 1);
    const before = gateway.world.calls.filter((call) => call === 'tenants.entity:t1').length;
    gateway.world.setExecutions('t1', 5);
    await Promise.all([
      ada.until(() => ada.events('a').length === 2),
      bob.until(() => bob.events('b').length === 2),
    ]);
    const after = gateway.world.calls.filter((call) => call === 'tenants.entity:t1').length;

    expect(gateway.world.openSubscriptions).toBe(1);
    expect(after - before).toBe(1);
    expect(bob.events('b').at(-1)).toEqual(ada.events('a').at(-1));
  });

  it('does not repeat a state in which nothing changed', async () => {
    const client = await signedIn();
    client.subscribe('1', changed, { id: 't1' });
    await client.until(() => client.events('1').length === 1);
    gateway.world.setExecutions('t1', 0);
    gateway.world.setExecutions('t1', 8);
    await client.until(() => client.events('1').length === 2);

    expect(client.events('1').at(-1)).toMatchObject({ data: { tenantHealthChanged: { executions: 8 } } });
  });

  it('ends the subscription at the subgraph when the last client leaves', async () => {
    const client = await signedIn();
    client.subscribe('1', changed, { id: 't1' });
    await client.until(() => client.events('1').length === 1);
    client.send({ type: 'complete', id: '1' });
    await client.until(() => gateway.world.openSubscriptions === 0);

    expect(client.closed).toBeNull();
  });

  it('cuts a revoked key without any announcement', async () => {
    const client = await connect().init({ apiKey: 'itd_live_ci' });
    client.subscribe('1', 'subscription { tenantHealthChanged(tenantId: "t1") { executions } }');
    await client.until(() => client.events('1').length === 1);
    gateway.world.credentials.delete('itd_live_ci');
    await client.until(() => client.closed !== null, 10_000);

    expect(client.closed?.code).toBe(4403);
    expect(client.of('1', 'complete')).toHaveLength(1);
  });
});

describe('subscriptions', () => {
  let gateway: TestGateway;
  let client: SocketClient;

  beforeEach(async () => {
    gateway = await start('in process');
  });

  afterEach(async () => {
    await client.close();
    await gateway.close();
  });

  it('cuts a revoked session at once when the revocation is announced', async () => {
    client = await new SocketClient(gateway.url).init({ authorization: 'Bearer ada' });
    client.subscribe('1', changed, { id: 't1' });
    await client.until(() => client.events('1').length === 1);
    const revokedAt = Date.now();
    gateway.world.credentials.delete('ada');
    gateway.pubsub.publish('credential-changed', { userId: aPlatformCaller().id });
    await client.until(() => client.closed !== null);

    expect(client.closed?.code).toBe(4403);
    // Without the announcement, the answer about the session would be believed for three seconds.
    expect((client.closed?.at ?? 0) - revokedAt).toBeLessThan(3_000);
  });

  it('ends a subscription with an error when its caller loses a permission, and keeps the others', async () => {
    client = await new SocketClient(gateway.url).init({ authorization: 'Bearer ada' });
    client.subscribe('name', changed, { id: 't1' });
    client.subscribe('figures', 'subscription { tenantHealthChanged(tenantId: "t1") { executions } }');
    await client.until(() => client.events('name').length === 1 && client.events('figures').length === 1);
    gateway.world.credentials.set('ada', { caller: aPlatformCaller(['health:read']) });
    gateway.pubsub.publish('credential-changed', { userId: aPlatformCaller().id });
    await client.until(() => client.of('name', 'error').length === 1);
    const before = client.events('figures').length;
    gateway.world.setExecutions('t1', 3);
    await client.until(() => client.events('figures').length > before);

    expect(client.of('name', 'error')).toMatchObject([{ payload: [{ extensions: { code: 'FORBIDDEN' } }] }]);
    expect(client.events('figures').at(-1)).toEqual({ data: { tenantHealthChanged: { executions: 3 } } });
  });

  it('closes a connection with a bad credential with 4403', async () => {
    client = await new SocketClient(gateway.url).init({ authorization: 'Bearer nobody' });

    expect(client.closed?.code).toBe(4403);
  });

  it('takes the cookie of the upgrade from pages of its own origin only', async () => {
    const cookie = 'intendant-session=ada';
    const foreign = await new SocketClient(gateway.url, { cookie, origin: 'https://evil.example' }).init();
    client = await new SocketClient(gateway.url, { cookie, origin: gateway.url }).init();
    client.subscribe('1', changed, { id: 't1' });
    await client.until(() => client.events('1').length === 1);

    expect(foreign.closed?.code).toBe(4403);
  });

  it('bounds the subscriptions of one connection', async () => {
    await gateway.close();
    const world = new FixtureWorld();
    gateway = await startGateway({ world, limits: { subscriptionsPerConnection: 1 } });
    world.credentials.set('ada', { caller: aPlatformCaller() });
    client = await new SocketClient(gateway.url).init({ authorization: 'Bearer ada' });
    client.subscribe('1', 'subscription { ticks { number } }');
    client.subscribe('2', 'subscription { ticks { number } }');
    await client.until(() => client.of('2', 'error').length === 1);

    expect(client.of('2', 'error')).toMatchObject([
      { payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', allowed: 1 } }] },
    ]);
  });

  it('keeps a client that does not read from holding up others, and shows it the latest state later', async () => {
    client = await new SocketClient(gateway.url).init({ authorization: 'Bearer ada' });
    const reader = await new SocketClient(gateway.url).init({ authorization: 'Bearer ada' });
    const tenant = gateway.world.tenants.get('t1');
    if (tenant) {
      tenant.name = 'x'.repeat(300_000);
    }
    for (const each of [client, reader]) {
      each.subscribe('1', changed, { id: 't1' });
      await each.until(() => each.events('1').length === 1);
    }
    client.socket.pause();
    for (let executions = 1; executions <= 60; executions += 1) {
      gateway.world.setExecutions('t1', executions);
      await reader.until(() => reader.events('1').length === executions + 1);
    }
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    client.socket.resume();
    const latest = { data: { tenantHealthChanged: { executions: 60 } } };
    await client.until(() => JSON.stringify(client.events('1').at(-1)).endsWith('"executions":60}}}'));
    await reader.close();

    expect(Number(/events_dropped_total (\d+)/.exec(metrics)?.[1])).toBeGreaterThan(0);
    expect(client.events('1').length).toBeLessThan(61);
    expect(client.events('1').at(-1)).toMatchObject(latest);
  });

  it('closes sockets with 1012 when it drains, and takes no new ones', async () => {
    client = await new SocketClient(gateway.url).init({ authorization: 'Bearer ada' });
    client.subscribe('1', changed, { id: 't1' });
    await client.until(() => client.events('1').length === 1);
    await gateway.gateway.drain();
    await client.until(() => client.closed !== null);
    const late = new SocketClient(gateway.url);
    await late.until(() => late.closed !== null);

    expect(client.closed?.code).toBe(1012);
    expect(late.closed?.code).toBe(1006);
    expect(gateway.world.openSubscriptions).toBe(0);
  });
});
