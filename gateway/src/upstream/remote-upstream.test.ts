import { createIdentitySigner, generateIdentityKeys } from '@intendant/kit/identity/identity-token';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { FixtureWorld } from '../testing/fixture-world.ts';
import { remoteFixtures, serveFixture } from '../testing/serve-fixture.ts';
import { SocketClient } from '../testing/socket-client.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';
import { createCallTokens } from './call-tokens.ts';
import { createRemoteUpstream } from './remote-upstream.ts';
import type { UpstreamCall } from './upstream.ts';

const call: UpstreamCall = { caller: aPlatformCaller(), requestId: 'r', deadline: null, signal: null };

describe('a subgraph over the network', () => {
  let world: FixtureWorld;
  let remote: Awaited<ReturnType<typeof remoteFixtures>>;
  let gateway: TestGateway;

  beforeEach(async () => {
    world = new FixtureWorld();
    world.credentials.set('ada', { caller: aPlatformCaller() });
    remote = await remoteFixtures(world);
    gateway = await startGateway({ world, upstreams: remote.upstreams });
  });

  afterEach(async () => {
    await gateway.close();
    await remote.close();
  });

  const urlOf = (name: string): string => remote.served.find((fixture) => fixture.name === name)?.url ?? '';

  it('gets the caller and the request id vouched for', async () => {
    const answer = await gateway.query('{ slow(ms: 1) }', {
      secret: 'ada',
      headers: { 'x-request-id': 'traced' },
    });

    expect(answer.data).toEqual({ slow: 'done' });
    expect(world.contexts.at(-1)).toMatchObject({
      requestId: 'traced',
      caller: { kind: 'user', name: 'Ada Administrator' },
      deadline: expect.any(Date),
    });
  });

  it('is vouched to with one signature for all fetches of a request, and another for the next request', async () => {
    const requestIds: string[] = [];
    const tokens = createCallTokens({
      sign(caller, requestId) {
        requestIds.push(requestId);
        return remote.signer.sign(caller, requestId);
      },
    });
    const upstreams = remote.served.map(({ name, url }) => createRemoteUpstream({ name, url, tokens }));
    const caller = aPlatformCaller();
    const resolveCredential = () => Promise.resolve({ caller, expiresAt: null });
    const counting = await startGateway({ world, upstreams, resolveCredential });
    const query = '{ busiest { name executions } viewer { name } load }';

    const answers = [];
    for (const id of ['first', 'second']) {
      answers.push(await counting.query(query, { secret: 'ada', headers: { 'x-request-id': id } }));
    }
    const signedFor = [...requestIds];
    await counting.close();
    await Promise.all(upstreams.map((upstream) => upstream.close()));

    expect(answers.map(({ errors }) => errors)).toEqual([[], []]);
    expect(signedFor).toEqual(['first', 'second']);
  });

  it('reads the same text as the same object for who only reads it, and as one of its own for others', async () => {
    const upstream = remote.upstreams.find(({ name }) => name === 'tenants');
    const ask = async (isReadOnly: boolean): Promise<unknown> => {
      const operation = { query: '{ greeting }', variables: {}, operationName: null, isReadOnly };
      return (await upstream?.execute(operation, call))?.data;
    };

    const [own, shared, again] = [await ask(false), await ask(true), await ask(true)];

    expect([own, shared]).toEqual([{ greeting: expect.any(String) }, own]);
    expect([again === shared, own === shared]).toEqual([true, false]);
  });

  it('refuses an identity nobody vouches for, over HTTP and WebSocket', async () => {
    const forger = createCallTokens(createIdentitySigner(generateIdentityKeys().privateKey));
    const forged = createRemoteUpstream({ name: 'tenants', url: urlOf('tenants'), tokens: forger });
    const operation = { query: '{ tenant(id: "t1") { id } }', variables: {}, operationName: null };
    const answer = await forged.execute(operation, call);
    const bare = await fetch(`${urlOf('tenants')}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ greeting }"}',
    });
    const socket = await new SocketClient(urlOf('tenants')).init({ 'x-intendant-identity': 'forged' });
    await forged.close();

    expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect([bare.status, socket.closed?.code]).toEqual([401, 4403]);
  });

  it('blanks what a subgraph that is away owns, and answers the rest', async () => {
    await remote.served.find(({ name }) => name === 'health')?.stop();
    const answer = await gateway.query('{ tenant(id: "t2") { name executions } }', { secret: 'ada' });

    expect(answer.data).toEqual({ tenant: { name: 'Borealis', executions: null } });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    expect(JSON.stringify(answer.errors)).not.toContain('127.0.0.1');
  });

  it('goes on with a subscription when the subgraph comes back', async () => {
    const health = remote.served.find(({ name }) => name === 'health');
    const client = await new SocketClient(gateway.url).init({ authorization: 'Bearer ada' });
    client.subscribe('1', 'subscription { tenantHealthChanged(tenantId: "t2") { name executions } }');
    await client.until(() => client.events('1').length === 1);
    await health?.stop();
    const again = await serveFixture('health', world, Number(new URL(health?.url ?? '').port));
    world.setExecutions('t2', 99);
    await client.until(() => client.events('1').length >= 2);
    await client.close();
    await again.stop();

    expect(client.events('1').at(-1)).toEqual({
      data: { tenantHealthChanged: { name: 'Borealis', executions: 99 } },
    });
  });

  it('hands events over with the body as it came', async () => {
    const response = await fetch(`${gateway.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json', authorization: 'Bearer ada' },
      body: '{"id":"1"}',
    });

    expect([response.status, await response.json()]).toEqual([202, { accepted: 1, duplicates: 0 }]);
    expect(world.calls).toContain('health.events:1:application/cloudevents+json');
  });
});
