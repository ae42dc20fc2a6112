import { aKey, aTenantCaller } from '@intendant/kit/testing/callers';
import type { TokenStore } from '../limits/token-store.ts';
import { SocketClient } from '../testing/socket-client.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

const viewer = '{ viewer { tenant { id } } }';
const unnamed = 'Name a tenant in X-Intendant-Tenant.';
const noAccess = 'No access to this tenant.';

let gateway: TestGateway;

async function start(options: Parameters<typeof startGateway>[0] = {}): Promise<void> {
  gateway = await startGateway({
    rest: [
      {
        path: '/api/load',
        summary: 'Load',
        description: 'Load.',
        kind: 'sections',
        document: 'query GetLoad { load }',
      },
    ],
    ...options,
  });
  const { credentials } = gateway.world;
  credentials.set('eve', {
    caller: aTenantCaller('t1', ['health:read'], { id: 'eve' }),
    tenants: ['t1', 't2'],
  });
  credentials.set('itd_live_ci', {
    caller: aKey(['events:write'], { tenantId: 't1', credentialId: 'k1' }),
    tenants: ['t1'],
  });
}

afterEach(() => gateway.close());

const named = (tenant: string): { secret: string; headers: Record<string, string> } => ({
  secret: 'eve',
  headers: { 'x-intendant-tenant': tenant },
});

it('asks a person of several tenants for one with 403, and lets the person in once it is named', async () => {
  await start();

  const refused = await gateway.query(viewer, { secret: 'eve' });
  const answered = await gateway.query(viewer, named('t2'));

  expect(refused.status).toBe(403);
  expect(refused.errors).toMatchObject([{ message: unnamed, extensions: { code: 'FORBIDDEN' } }]);
  expect(refused.headers.get('www-authenticate')).toBeNull();
  expect(answered).toMatchObject({ status: 200, data: { viewer: { tenant: { id: 't2' } } } });
});

it('answers a tenant of others and one there is not alike', async () => {
  await start();

  const [foreign, missing] = [
    await gateway.query(viewer, named('t3')),
    await gateway.query(viewer, named('none')),
  ];

  const shown = ({ status, errors }: typeof foreign): unknown => [
    status,
    errors.map(({ message, extensions }) => [message, extensions['code']]),
  ];
  expect(shown(foreign)).toEqual([403, [[noAccess, 'FORBIDDEN']]]);
  expect(shown(missing)).toEqual(shown(foreign));
});

it('says so to REST and ingestion as their problems', async () => {
  await start();
  const rest = await fetch(`${gateway.url}/api/load`, { headers: { authorization: 'Bearer eve' } });
  const events = await fetch(`${gateway.url}/v1/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/cloudevents-batch+json',
      'x-api-key': 'itd_live_ci',
      'x-intendant-tenant': 't2',
    },
    body: '[]',
  });

  expect([rest.status, await rest.json()]).toMatchObject([403, { code: 'FORBIDDEN', detail: unnamed }]);
  expect([events.status, await events.json()]).toMatchObject([403, { code: 'FORBIDDEN', detail: noAccess }]);
  expect(gateway.world.calls.filter((call) => call.startsWith('health.events'))).toEqual([]);
});

it('closes a WebSocket with the reason, and opens one that names a tenant', async () => {
  await start();

  const refused = await new SocketClient(gateway.url).init({ authorization: 'Bearer eve' });
  const open = await new SocketClient(gateway.url).init({ authorization: 'Bearer eve', tenant: 't1' });

  expect(refused.closed).toMatchObject({ code: 4403, reason: unnamed });
  expect(open.closed).toBeNull();
  await open.close();
});

it('cuts a WebSocket once its owner may no longer act in the tenant', async () => {
  await start();
  const client = await new SocketClient(gateway.url).init({ authorization: 'Bearer eve', tenant: 't1' });
  gateway.world.credentials.set('eve', { caller: aTenantCaller('t2', [], { id: 'eve' }), tenants: ['t2'] });
  gateway.pubsub.publish('credential-changed', { userId: 'eve' });
  await client.until(() => client.closed !== null);

  expect(client.closed?.code).toBe(4403);
});

it('asks anew after the owner’s rights changed', async () => {
  await start();
  const before = await gateway.query(viewer, named('t3'));
  gateway.world.credentials.set('eve', { caller: aTenantCaller('t3', [], { id: 'eve' }), tenants: ['t3'] });
  gateway.pubsub.publish('credential-changed', { userId: 'eve' });
  const after = await gateway.query(viewer, named('t3'));

  expect([before.status, after.status]).toEqual([403, 200]);
});

it('costs the owner and not the address, as a good credential is no guess', async () => {
  const asked = new Set<string>();
  let isEmpty = false;
  const take: TokenStore['take'] = (key, wanted, { burst }) => {
    asked.add(key);
    return Promise.resolve(isEmpty ? { granted: 0, left: 0 } : { granted: wanted, left: burst });
  };
  await start({
    tokens: { take, sweep: () => Promise.resolve() },
    limits: { requestsPerSecond: 0.01, requestBurst: 1 },
  });

  const refused = await gateway.query(viewer, { secret: 'eve' });
  isEmpty = true;
  const refusedAgain = await gateway.query(viewer, { secret: 'eve' });

  expect([refused.status, refusedAgain.status]).toEqual([403, 429]);
  expect([...asked]).toEqual(['requests:user:eve']);
});
