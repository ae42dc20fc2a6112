import { once } from 'node:events';
import { WebSocket } from 'ws';
import { anEvent, instances, sendEvents, socketClient } from '../support/api-client.ts';
import { aKey, aTenant } from '../support/builders.ts';

describe.each(instances())('subscriptions, $form', (instance) => {
  it('carry fields of every subgraph, told by the change itself', async () => {
    const tenant = await aTenant(instance);
    const client = socketClient(instance, { apiKey: instance.adminKey });
    const events = client.iterate<{ tenantHealthChanged: object }>({
      query: `subscription ($tenantId: ID!) {
        tenantHealthChanged(tenantId: $tenantId) {
          name plan { key } memberships { id } health { executions(range: H24) { executions } }
        }
      }`,
      variables: { tenantId: tenant.id },
    });
    const expected = (executions: number): object => ({
      value: {
        data: {
          tenantHealthChanged: { name: tenant.name, memberships: [], health: { executions: { executions } } },
        },
      },
    });
    expect(await events.next()).toMatchObject(expected(0));

    const sentAt = Date.now();
    await sendEvents(instance, anEvent({ subject: tenant.slug }));
    let event = await events.next();
    // The free plan may arrive in between, and is a change as well.
    while (JSON.stringify(event.value).includes('"executions":0')) {
      event = await events.next();
    }

    // Without a word of the change, the heartbeat would find it after five seconds.
    expect(Date.now() - sentAt).toBeLessThan(4_000);
    expect(event).toMatchObject(expected(1));
    await client.dispose();
  });

  it('tell a dashboard about the platform', async () => {
    const client = socketClient(instance, { authorization: `Bearer ${instance.adminKey}` });

    const events = client.iterate({
      query: 'subscription { platformHealthChanged { asOf fleetHealth { total } usage { executions24h } } }',
    });

    expect(await events.next()).toMatchObject({
      value: { data: { platformHealthChanged: { fleetHealth: { total: expect.any(Number) } } } },
    });
    await client.dispose();
  });

  it('keep the socket open when one of them has a syntax error', async () => {
    const client = socketClient(instance, { apiKey: instance.adminKey });

    const broken = client.iterate({ query: 'subscription { platformHealthChanged {' });
    await expect(broken.next()).rejects.toBeDefined();
    const working = client.iterate({ query: 'subscription { platformHealthChanged { asOf } }' });

    expect(await working.next()).toMatchObject({ done: false });
    await client.dispose();
  });

  it('hide another tenant', async () => {
    const [own, other] = await Promise.all([aTenant(instance), aTenant(instance)]);
    const key = await aKey(instance, ['health:read'], { tenantId: own.id });
    const client = socketClient(instance, { apiKey: key.secret });

    const events = client.iterate({
      query: `subscription { tenantHealthChanged(tenantId: "${other.id}") { id } }`,
    });

    expect(await events.next()).toMatchObject({ value: { data: { tenantHealthChanged: null } } });
    expect(await events.next()).toMatchObject({ done: true });
    await client.dispose();
  });

  it('are refused to a page of another site', async () => {
    const socket = new WebSocket(`${instance.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      origin: 'https://evil.example',
      headers: { cookie: 'intendant-session=stolen' },
    });
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: {} })));
    socket.on('error', () => {});

    const [code] = (await once(socket, 'close')) as [number];

    expect(code).not.toBe(1000);
  });
});
