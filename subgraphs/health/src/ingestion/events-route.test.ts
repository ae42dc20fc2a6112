import { gzipSync } from 'node:zlib';
import { aKey, aPlatformCaller } from '@intendant/kit/testing/callers';
import type { RouteResponse } from '@intendant/kit/subgraph/module';
import { healthModule } from '../subgraph.ts';
import { anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
let subject: string;
beforeAll(async () => {
  db = await startHealthDatabase();
  subject = await db.aTenant();
});
afterAll(() => db.close());

const batch = 'application/cloudevents-batch+json';

async function post(
  body: string | Buffer,
  headers: Record<string, string> = { 'content-type': batch },
  caller = aKey(['events:write']),
): Promise<RouteResponse> {
  const route = healthModule.routes.find(({ path }) => path === '/v1/events');
  if (!route) {
    throw new Error('There is no such route.');
  }
  const request = { method: 'POST', path: '/v1/events', query: new URLSearchParams(), headers };
  return route.handle(db.health(caller), { ...request, body: Buffer.from(body) });
}

function errorsOf(response: RouteResponse): { index: number; id: string; field: string; code: string }[] {
  return JSON.parse(String(response.body)).errors;
}

it('takes a single event and a batch, plain and packed', async () => {
  const one = await post(JSON.stringify(anEvent({ subject })), {
    'content-type': 'application/cloudevents+json; charset=UTF-8',
  });
  const packed = await post(gzipSync(JSON.stringify([anEvent({ subject }), anEvent({ subject })])), {
    'content-type': batch,
    'content-encoding': 'gzip',
  });

  expect([one.status, JSON.parse(String(one.body))]).toEqual([202, { accepted: 1, duplicates: 0 }]);
  expect([packed.status, JSON.parse(String(packed.body))]).toEqual([202, { accepted: 2, duplicates: 0 }]);
});

it.each([
  ['another media type', '[]', { 'content-type': 'application/json' }, 415],
  ['no media type', '[]', {}, 415],
  ['another charset', '[]', { 'content-type': `${batch}; charset=latin1` }, 415],
  ['another encoding', '[]', { 'content-type': batch, 'content-encoding': 'br' }, 415],
  ['malformed JSON', '[{', { 'content-type': batch }, 400],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), { 'content-type': batch }, 400],
  ['broken gzip', 'not gzip', { 'content-type': batch, 'content-encoding': 'gzip' }, 400],
  ['a batch that is no array', '{}', { 'content-type': batch }, 400],
  ['an empty batch', '[]', { 'content-type': batch }, 422],
  ['more than 1 MiB', `["${'x'.repeat(1024 * 1024)}"]`, { 'content-type': batch }, 413],
  [
    'more than 1,000 events',
    JSON.stringify(Array.from({ length: 1001 }, () => 1)),
    { 'content-type': batch },
    413,
  ],
  [
    'a bomb',
    gzipSync(Buffer.alloc(50 * 1024 * 1024, 0x20)),
    { 'content-type': batch, 'content-encoding': 'gzip' },
    413,
  ],
])('refuses %s', async (_, body, headers, status) => {
  const response = await post(body, headers as Record<string, string>);

  expect(response.status).toBe(status);
  expect(response.headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(String(response.body))).toMatchObject({ status, title: expect.any(String) });
});

it('is forbidden without events:write', async () => {
  const response = await post('[]', { 'content-type': batch }, aPlatformCaller(['health:read']));

  expect(response.status).toBe(403);
});

it('gives each refused event its reason and stores none', async () => {
  const wrong: [Record<string, unknown>, string, string][] = [
    [{ specversion: '0.3' }, 'specversion', 'INVALID_FIELD'],
    [{ id: '' }, 'id', 'INVALID_FIELD'],
    [{ id: 'x'.repeat(201) }, 'id', 'INVALID_FIELD'],
    [{ source: undefined }, 'source', 'MISSING_FIELD'],
    [{ type: 'order.placed' }, 'type', 'UNKNOWN_TYPE'],
    [{ type: '__proto__' }, 'type', 'UNKNOWN_TYPE'],
    [{ time: 'yesterday' }, 'time', 'INVALID_FIELD'],
    [{ time: '2026-02-30T00:00:00Z' }, 'time', 'INVALID_FIELD'],
    [{ data: undefined }, 'data', 'MISSING_FIELD'],
    [{ data: { workflow: 'a', outcome: 'MAYBE', durationMs: 1 } }, 'data.outcome', 'INVALID_FIELD'],
    [{ data: { workflow: 'a', outcome: 'FAILED', durationMs: -1 } }, 'data.durationMs', 'INVALID_FIELD'],
    [{ data: { workflow: 'a\u0000', outcome: 'FAILED', durationMs: 1 } }, 'data.workflow', 'INVALID_FIELD'],
    [{ data: { workflow: '\ud800', outcome: 'FAILED', durationMs: 1 } }, 'data.workflow', 'INVALID_FIELD'],
    [{ data: { workflow: 'a', outcome: 'FAILED', durationMs: 1, x: 1 } }, 'data.x', 'INVALID_FIELD'],
    [{ subject: 'nobody' }, 'subject', 'UNKNOWN_TENANT'],
    [{ type: 'drift.detected', data: {} }, 'data.environment', 'MISSING_FIELD'],
    [{ type: 'usage.recorded', data: { meter: 'gb', quantity: '1' } }, 'data.quantity', 'INVALID_FIELD'],
  ];
  const fine = anEvent({ subject });

  const response = await post(
    JSON.stringify([...wrong.map(([overrides]) => anEvent({ subject, ...overrides })), fine]),
  );

  expect(response.status).toBe(422);
  expect(errorsOf(response).map(({ index, field, code }) => [index, field, code])).toEqual(
    wrong.map(([, field, code], index) => [index, field, code]),
  );
  expect(await db.select('select id from event where id = $1', [fine.id])).toEqual([]);
});

it.each([
  [{ datacontenttype: 'text/xml' }, 'datacontenttype must be application/json.'],
  [{ id: 'a\u0000' }, 'id must not contain NUL characters or unpaired surrogates.'],
  [
    { data: { workflow: '\ud800', outcome: 'FAILED', durationMs: 1 } },
    'data.workflow must not contain NUL characters or unpaired surrogates.',
  ],
])('says in words what is wrong with %j', async (overrides, message) => {
  const response = await post(JSON.stringify([anEvent({ subject, ...overrides })]));

  expect(errorsOf(response)).toMatchObject([{ message }]);
});

it('takes JSON with its parameters as the media type of the data', async () => {
  const response = await post(
    JSON.stringify([anEvent({ subject, datacontenttype: 'application/json; charset=utf-8' })]),
  );

  expect(response.status).toBe(202);
});

it('refuses what is no event at all', async () => {
  const response = await post('[null, 1, "a", []]');

  expect(errorsOf(response).map(({ index, code }) => [index, code])).toEqual([
    [0, 'INVALID_FIELD'],
    [1, 'INVALID_FIELD'],
    [2, 'INVALID_FIELD'],
    [3, 'INVALID_FIELD'],
  ]);
});

it('stores every type, and texts with quotes, backslashes and braces as they are', async () => {
  const name = `a "b" \\c {d},NULL '💶'`;
  const types: [string, object][] = [
    [
      'execution.finished',
      { workflow: name, outcome: 'FAILED', durationMs: 0.5, errorCode: name, errorMessage: name },
    ],
    ['api.request', { status: 200, durationMs: 3, operation: name }],
    ['drift.detected', { environment: name, summary: name }],
    ['drift.resolved', { environment: name }],
    ['credential.failed', { credential: name, errorMessage: '' }],
    ['credential.recovered', { credential: name }],
    ['resources.counted', { workflows: 1, environments: 2, storageBytes: Number.MAX_SAFE_INTEGER }],
    ['usage.recorded', { meter: name, quantity: 1.5 }],
  ];
  const events = types.map(([type, data]) => anEvent({ id: name + type, source: name, subject, type, data }));

  const response = await post(JSON.stringify(events));

  expect(response.status).toBe(202);
  expect(await db.select('select data from event where source = $1 order by id', [name])).toEqual(
    [...types].sort().map(([, data]) => ({ data })),
  );
  expect(await db.select('select code, last_message from error_hour where workflow = $1', [name])).toEqual([
    { code: name, last_message: name },
  ]);
  expect(await db.select('select quantity from meter_hour where meter = $1', [name])).toEqual([
    { quantity: '1.5' },
  ]);
  expect(await db.select('select environment from environment_state where is_drifted = false')).toEqual([
    { environment: name },
  ]);
});

it('leaves nothing behind when the transaction fails at its last step', async () => {
  const event = anEvent({ subject });
  await db.select(`alter table fleet_hour add constraint broken check (executions < 0) not valid`);

  await expect(post(JSON.stringify([event]))).rejects.toThrow('broken');
  await db.select('alter table fleet_hour drop constraint broken');

  const traces = 'select id from event_key where id = $1 union all select id from event where id = $1';
  expect(await db.select(traces, [event.id])).toEqual([]);
  expect((await post(JSON.stringify([event]))).status).toBe(202);
});
