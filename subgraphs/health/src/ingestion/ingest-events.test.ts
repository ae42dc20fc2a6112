import { aKey, aPlatformCaller, aTenantCaller, anonymous } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import {
  aFailure,
  anEvent,
  someTenantFacts,
  startHealthDatabase,
  type HealthDatabase,
} from '../testing/health-database.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

const INGEST = `mutation ($input: IngestEventsInput!) {
  ingestEvents(input: $input) { accepted duplicates userErrors { code message field } }
}`;

function forMutation({ specversion: _, ...event }: Record<string, unknown>): Record<string, unknown> {
  return event;
}

async function totals(tenantId: string): Promise<unknown> {
  const [row] = await db.select(
    `select (select count(*)::integer from event where tenant_id = $1) as events,
       (select sum(executions)::integer from tenant_minute where tenant_id = $1) as minute,
       (select sum(executions)::integer from tenant_hour where tenant_id = $1) as hour,
       (select sum(executions)::integer from tenant_day where tenant_id = $1) as day,
       (select sum(executions)::integer from workflow_hour where tenant_id = $1) as workflow`,
    [tenantId],
  );
  return row;
}

describe('the mutation ingestEvents', () => {
  it('stores events and their rollups', async () => {
    const subject = await db.aTenant();

    const result = await db.execute('health', INGEST, {
      input: { events: [anEvent({ subject }), aFailure({ subject })].map(forMutation) },
    });

    expect(dataOf(result)).toEqual({ ingestEvents: { accepted: 2, duplicates: 0, userErrors: [] } });
    expect(await totals(subject)).toEqual({ events: 2, minute: 2, hour: 2, day: 2, workflow: 2 });
  });

  it('names the event and the field that are wrong, and stores nothing', async () => {
    const subject = await db.aTenant();
    const wrong = anEvent({ subject, data: { workflow: 'sync', outcome: 'SUCCEEDED' } });

    const result = await db.execute('health', INGEST, {
      input: { events: [anEvent({ subject }), wrong].map(forMutation) },
    });

    expect(dataOf(result)).toEqual({
      ingestEvents: {
        accepted: 0,
        duplicates: 0,
        userErrors: [
          {
            code: 'BAD_INPUT',
            message: 'data.durationMs is missing.',
            field: ['input', 'events', '1', 'data', 'durationMs'],
          },
        ],
      },
    });
    expect(await totals(subject)).toMatchObject({ events: 0, minute: null });
  });

  it('is forbidden without events:write', async () => {
    const variables = { input: { events: [forMutation(anEvent())] } };

    const result = await db.execute('health', INGEST, variables, aPlatformCaller(['health:read']));

    expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});

describe('the tenant of an event', () => {
  it('is found by slug in any letter case and by id', async () => {
    const tenantId = await db.aTenant({ slug: 'vienna' });

    const response = await db.send([
      anEvent({ subject: 'Vienna' }),
      anEvent({ subject: tenantId.toUpperCase() }),
    ]);

    expect(response.status).toBe(202);
    expect(await totals(tenantId)).toMatchObject({ events: 2 });
  });

  it('is looked up when its creation has not been delivered yet', async () => {
    const facts = someTenantFacts({ slug: 'not-delivered-yet' });
    await db.publishTenant('tenant.created', facts);

    const response = await db.send([anEvent({ subject: 'not-delivered-yet' })]);

    expect(response.status).toBe(202);
    expect(await totals(facts.id)).toMatchObject({ events: 1 });
    await db.drainJobs();
  });

  it('may be left out with a key of the tenant, and with no other', async () => {
    const tenantId = await db.aTenant();

    const own = await db.send([anEvent()], aTenantCaller(tenantId, ['events:write']));
    const platform = await db.send([anEvent()], aKey(['events:write']));

    expect(own.status).toBe(202);
    expect(platform.status).toBe(422);
    expect(JSON.parse(String(platform.body)).errors).toEqual([
      expect.objectContaining({ index: 0, field: 'subject', code: 'MISSING_FIELD' }),
    ]);
  });

  it('looks unknown to a key of another tenant', async () => {
    const mine = await db.aTenant();
    const theirs = await db.aTenant();
    const caller = aTenantCaller(mine, ['events:write']);

    const [foreign, missing] = await Promise.all([
      db.send([anEvent({ id: 'x', subject: theirs })], caller),
      db.send([anEvent({ id: 'x', subject: 'nobody' })], caller),
    ]);

    expect(foreign?.status).toBe(422);
    expect(foreign?.body).toEqual(missing?.body);
    expect(JSON.parse(String(foreign?.body)).errors[0].code).toBe('UNKNOWN_TENANT');
    expect(await totals(theirs)).toMatchObject({ events: 0 });
  });
});

describe('a repeat', () => {
  it('changes nothing when a batch is sent twice', async () => {
    const subject = await db.aTenant();
    const batch = [anEvent({ subject }), aFailure({ subject })];

    await db.send(batch);
    const again = await db.send(batch);

    expect(JSON.parse(String(again.body))).toEqual({ accepted: 0, duplicates: 2 });
    expect(await totals(subject)).toMatchObject({ events: 2, minute: 2, hour: 2 });
  });

  it('changes nothing when its time or data differ', async () => {
    const subject = await db.aTenant();
    const event = anEvent({ subject });
    await db.send([event]);

    const again = await db.send([
      { ...event, time: '2026-11-19T09:30:00Z' },
      {
        ...event,
        time: '2026-11-18T09:30:00Z',
        data: { workflow: 'other', outcome: 'FAILED', durationMs: 1 },
      },
    ]);

    expect(JSON.parse(String(again.body))).toEqual({ accepted: 0, duplicates: 2 });
    expect(await totals(subject)).toMatchObject({ events: 1, day: 1 });
  });

  it('counts once within a batch', async () => {
    const subject = await db.aTenant();
    const event = anEvent({ subject });

    const response = await db.send([event, event, { ...event, source: 'another' }]);

    expect(JSON.parse(String(response.body))).toEqual({ accepted: 2, duplicates: 1 });
    expect(await totals(subject)).toMatchObject({ events: 2, hour: 2 });
  });

  it('counts once when batches with the same events arrive together', async () => {
    const subject = await db.aTenant();
    const others = await Promise.all([db.aTenant(), db.aTenant()]);
    const batch = Array.from({ length: 60 }, (_, index) =>
      anEvent({
        subject: [subject, ...others][index % 3],
        data: { workflow: `w${index % 7}`, outcome: 'SUCCEEDED', durationMs: index },
      }),
    );

    const responses = await Promise.all(
      Array.from({ length: 8 }, (_, index) => db.send(index % 2 === 0 ? batch : [...batch].reverse())),
    );

    const accepted = responses.map(({ body }) => JSON.parse(String(body)).accepted as number);
    expect(responses.every(({ status }) => status === 202)).toBe(true);
    expect(accepted.reduce((sum, count) => sum + count, 0)).toBe(60);
    expect(await totals(subject)).toEqual({ events: 20, minute: 20, hour: 20, day: 20, workflow: 20 });
  });
});

describe('a late event', () => {
  it('lands in its own hour and day', async () => {
    const subject = await db.aTenant();

    await db.send([anEvent({ subject, time: '2026-10-02T23:59:59.999Z' })]);

    const rows = await db.select(
      'select starts_at, executions::integer from tenant_hour where tenant_id = $1',
      [subject],
    );
    expect(rows).toEqual([{ starts_at: new Date('2026-10-02T23:00:00Z'), executions: 1 }]);
    expect(await db.select('select starts_at from tenant_day where tenant_id = $1', [subject])).toEqual([
      { starts_at: new Date('2026-10-02T00:00:00Z') },
    ]);
  });

  it('is refused when the time lies more than 90 days back or 5 minutes ahead', async () => {
    const subject = await db.aTenant();

    const response = await db.send([
      anEvent({ subject, time: '2026-08-22T09:40:59Z' }),
      anEvent({ subject, time: '2026-11-20T09:46:01Z' }),
      anEvent({ subject, time: '2026-08-22T09:41:01Z' }),
      anEvent({ subject, time: '2026-11-20T10:45:59+01:00' }),
    ]);

    const { errors } = JSON.parse(String(response.body));
    expect(errors.map(({ index, code }: { index: number; code: string }) => [index, code])).toEqual([
      [0, 'TIME_TOO_OLD'],
      [1, 'TIME_IN_FUTURE'],
    ]);
    expect(await totals(subject)).toMatchObject({ events: 0 });
  });
});

it('refuses strangers before it looks at the body', async () => {
  expect((await db.send([], anonymous)).status).toBe(401);
});
