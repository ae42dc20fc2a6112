import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { anEvent, graphql, instances, sendEvents } from '../support/api-client.ts';
import { aKey, aTenant } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import type { InstanceAddress } from '../support/instances.ts';

async function executionsOf(instance: InstanceAddress, id: string): Promise<number> {
  const { data } = await graphql<{ tenant: { health: { executions: { executions: number } } | null } }>(
    instance,
    'query ($id: ID!) { tenant(id: $id) { health { executions(range: H24) { executions } } } }',
    { id },
  );
  return data.tenant.health?.executions.executions ?? 0;
}

describe.each(instances())('ingestion, $form', (instance) => {
  it('counts an event once it is accepted', async () => {
    const tenant = await aTenant(instance);

    const answer = await sendEvents(instance, anEvent({ subject: tenant.slug }));

    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, duplicates: 0 } });
    expect(await executionsOf(instance, tenant.id)).toBe(1);
  });

  it('accepts a gzipped batch', async () => {
    const tenant = await aTenant(instance);
    const batch = Array.from({ length: 500 }, () => anEvent({ subject: tenant.id }));

    const response = await fetch(`${instance.url}/v1/events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${instance.adminKey}`,
        'content-type': 'application/cloudevents-batch+json',
        'content-encoding': 'gzip',
      },
      body: gzipSync(JSON.stringify(batch)),
    });

    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ accepted: 500, duplicates: 0 });
    expect(await executionsOf(instance, tenant.id)).toBe(500);
  });

  it('changes nothing when a batch comes again, at once and with other times', async () => {
    const tenant = await aTenant(instance);
    const batch = Array.from({ length: 50 }, () => anEvent({ subject: tenant.slug }));
    const later = batch.map((event) => ({ ...event, time: new Date(Date.now() - 3_600_000).toISOString() }));

    const answers = await Promise.all(
      [batch, batch, batch, batch].map((events) => sendEvents(instance, events)),
    );
    const repeated = await sendEvents(instance, later);

    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(answers.reduce((sum, { body }) => sum + (body.accepted ?? 0), 0)).toBe(50);
    expect(repeated.body).toMatchObject({ accepted: 0, duplicates: 50 });
    expect(await executionsOf(instance, tenant.id)).toBe(50);
  });

  it('stores nothing of a batch in which one event is wrong, and says which', async () => {
    const tenant = await aTenant(instance);
    const batch = [
      anEvent({ subject: tenant.slug }),
      anEvent({ subject: tenant.slug, type: 'unheard.of' }),
      anEvent({ subject: tenant.slug, time: new Date(Date.now() + 3_600_000).toISOString() }),
      anEvent({ subject: `nobody-${randomUUID().slice(0, 8)}` }),
      anEvent({ subject: tenant.slug, data: { workflow: 'w', outcome: 'PERHAPS', durationMs: 1 } }),
    ];

    const answer = await sendEvents(instance, batch);

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body.errors?.map(({ index, field }) => [index, field])).toEqual([
      [1, 'type'],
      [2, 'time'],
      [3, 'subject'],
      [4, expect.stringContaining('outcome')],
    ]);
    expect(await executionsOf(instance, tenant.id)).toBe(0);
  });

  it.each([
    ['a body that is not JSON', '{"specversion"', 400],
    ['an empty batch', [], 400],
    ['too many events', Array.from({ length: 1_001 }, () => ({})), 413],
  ])('refuses %s', async (_, body, status) => {
    const answer = await sendEvents(instance, Array.isArray(body) ? body : String(body));

    expect([status, 400, 422]).toContain(answer.status);
    expect(answer.status).not.toBe(202);
  });

  it('refuses events without a credential, and without the scope', async () => {
    const key = await aKey(instance, ['health:read']);

    const anonymous = await sendEvents(instance, anEvent({ subject: 'any' }), null);
    const unscoped = await sendEvents(instance, anEvent({ subject: 'any' }), key.secret);

    expect([anonymous.status, unscoped.status]).toEqual([401, 403]);
  });

  it('confines a tenant’s key to its tenant, which it need not name', async () => {
    const [own, other] = await Promise.all([aTenant(instance), aTenant(instance)]);
    const key = await aKey(instance, ['events:write'], { tenantId: own.id });

    const unnamed = await sendEvents(instance, anEvent({ subject: null }), key.secret);
    const foreign = await sendEvents(instance, anEvent({ subject: other.slug }), key.secret);

    expect(unnamed).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(foreign.status).toBeGreaterThanOrEqual(400);
    expect(await executionsOf(instance, own.id)).toBe(1);
    expect(await executionsOf(instance, other.id)).toBe(0);
  });

  it('takes the same events by mutation', async () => {
    const tenant = await aTenant(instance);
    const { specversion: _, ...event } = anEvent({ subject: tenant.slug });

    const { data } = await graphql<{ ingestEvents: object }>(
      instance,
      `
        mutation ($input: IngestEventsInput!) {
          ingestEvents(input: $input) {
            accepted
            duplicates
            userErrors {
              code
            }
          }
        }
      `,
      { input: { events: [event] } },
    );

    expect(data.ingestEvents).toEqual({ accepted: 1, duplicates: 0, userErrors: [] });
  });

  it('puts a tenant at risk as soon as there is evidence, and says why', async () => {
    const tenant = await aTenant(instance);
    const failure = { workflow: 'nightly', outcome: 'FAILED', durationMs: 5, errorCode: 'SMTP_AUTH_EXPIRED' };
    const batch = Array.from({ length: 25 }, () => anEvent({ subject: tenant.slug, data: failure }));

    await sendEvents(instance, batch);

    await eventually(async () => {
      const { data } = await graphql<{ tenantSummaries: { nodes: object[] } }>(
        instance,
        `
          query ($query: String!) {
            tenantSummaries(filter: { query: $query, isAtRisk: true }) {
              nodes {
                clauses {
                  kind
                  evidence
                }
              }
            }
          }
        `,
        { query: tenant.slug },
      );
      expect(data.tenantSummaries.nodes).toEqual([
        { clauses: [{ kind: 'FAILURE_RATE', evidence: expect.stringContaining('SMTP_AUTH_EXPIRED') }] },
      ]);
    }, 15_000);
  });

  it('says how much of the rate limit is left, and when to come back', async () => {
    const tenant = await aTenant(instance);
    const key = await aKey(instance, ['events:write'], { tenantId: tenant.id });
    const limited = await aKey(instance, ['events:write'], { eventsPerSecond: 5 });
    const batch = Array.from({ length: 1_000 }, () => anEvent({ subject: tenant.slug }));

    const request = await graphql(instance, '{ viewer { id } }', {}, key.secret);
    const answers = [
      await sendEvents(instance, batch, limited.secret),
      await sendEvents(instance, batch, limited.secret),
    ];

    expect(request.headers.get('ratelimit-policy')).toBeTruthy();
    expect(request.headers.get('ratelimit')).toBeTruthy();
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
