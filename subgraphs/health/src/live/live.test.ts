import { randomUUID } from 'node:crypto';
import type { Caller } from '@intendant/kit/identity/caller';
import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { asAdmin } from '../testing/as-admin.ts';
import {
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

/** Below the five seconds after which a heartbeat would find a change that was not told. */
const toldMs = 4_000;

type Result = IteratorResult<{ data?: Record<string, unknown> | null; errors?: readonly unknown[] }>;

async function subscribe(
  query: string,
  caller: Caller = aPlatformCaller(),
): Promise<AsyncIterableIterator<Result['value']>> {
  const result = await db.runtime('health').subscribe({ query, context: db.health(caller) });
  if (!(Symbol.asyncIterator in result)) {
    throw new Error(JSON.stringify(result.errors));
  }
  return result;
}

function tenantHealth(id: string): string {
  return `subscription { tenantHealthChanged(tenantId: "${id}") { id health { executions { executions } } } }`;
}

function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | 'nothing'> {
  return Promise.race([
    promise,
    new Promise<'nothing'>((resolve) => setTimeout(() => resolve('nothing'), milliseconds)),
  ]);
}

it('tells a tenant’s health at once, and again when it changed', async () => {
  const subject = await db.aTenant();
  const events = await subscribe(tenantHealth(subject));

  const first = await events.next();
  const pending = events.next();
  await db.send([anEvent({ subject })]);
  const second = await within(pending, toldMs);

  const of = (executions: number): object => ({
    value: { data: { tenantHealthChanged: { id: subject, health: { executions: { executions } } } } },
  });
  expect(first).toMatchObject(of(0));
  expect(second).toMatchObject(of(1));
  await events.return?.();
});

it('knows a tenant whose creation has not been delivered yet, for those who may see it', async () => {
  const facts = someTenantFacts();
  await db.publishTenant('tenant.created', facts);

  const refused = await subscribe(tenantHealth(facts.id), aTenantCaller(randomUUID()));
  const events = await subscribe(tenantHealth(facts.id));

  expect((await refused.next()).value).toMatchObject({ data: { tenantHealthChanged: null } });
  expect((await events.next()).value).toMatchObject({ data: { tenantHealthChanged: { id: facts.id } } });
  await events.return?.();
});

it('keeps quiet about other tenants', async () => {
  const [subject, other] = [await db.aTenant(), await db.aTenant()];
  const events = await subscribe(tenantHealth(subject));
  await events.next();

  const pending = events.next();
  await db.send([anEvent({ subject: other })]);

  expect(await within(pending, 600)).toBe('nothing');
  await events.return?.();
});

it('tells many changes together, and the last of them for certain', async () => {
  const subject = await db.aTenant();
  const events = await subscribe(tenantHealth(subject));
  await events.next();
  const startedAt = Date.now();
  let told = 0;
  let latest: Result['value']['data'];
  const reading = (async () => {
    do {
      latest = (await events.next()).value.data;
      told += 1;
    } while (!JSON.stringify(latest).includes('"executions":20'));
  })();

  for (let index = 0; index < 20; index += 1) {
    await db.send([anEvent({ subject })]);
  }
  await reading;
  const elapsedMs = Date.now() - startedAt;
  await events.return?.();

  expect(latest).toMatchObject({ tenantHealthChanged: { health: { executions: { executions: 20 } } } });
  expect(told).toBeLessThanOrEqual(Math.ceil(elapsedMs / 250) + 1);
});

it('ends with null when the tenant is not visible', async () => {
  const [mine, theirs] = [await db.aTenant(), await db.aTenant()];

  for (const id of [theirs, '018f0000-0000-7000-8000-00000000abcd', 'no-id']) {
    const events = await subscribe(tenantHealth(id), aTenantCaller(mine, ['health:read']));

    expect((await events.next()).value).toMatchObject({ data: { tenantHealthChanged: null } });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  }
});

it('tells the platform’s figures at once, and again when any changed', async () => {
  const subject = await db.aTenant();
  const events = await subscribe(
    'subscription { platformHealthChanged { asOf fleetHealth { total atRisk } usage { executions24h } atRiskTenants { tenant { id } } } }',
  );
  const before = (await events.next()).value.data?.platformHealthChanged as {
    usage: { executions24h: number };
  };

  await db.send(
    Array.from({ length: 3 }, () =>
      anEvent({ subject, type: 'drift.detected', data: { environment: 'production' } }),
    ),
  );
  await db.send([anEvent({ subject })]);
  const deadline = Date.now() + toldMs;
  let after: unknown;
  do {
    after = (await events.next()).value.data?.platformHealthChanged;
  } while (!JSON.stringify(after).includes(subject) && Date.now() < deadline);

  expect(after).toMatchObject({
    usage: { executions24h: before.usage.executions24h + 1 },
    atRiskTenants: [{ tenant: { id: subject } }],
  });
  await events.return?.();
});

it('tells what only time changed: that workers fell silent', async () => {
  const began = db.clock.now();
  await asAdmin(
    db,
    `insert into platform.schedule (task, schedule, registered_at) values ('a:tick', '* * * * *', $1)`,
    [began],
  );
  const events = await subscribe(
    'subscription { platformHealthChanged { platformHealth { queue { lastRunAssessment { state } } } } }',
  );
  await events.next();

  db.clock.set(new Date(began.getTime() + 600_000));

  // At a heartbeat, which finds the difference.
  expect(await within(events.next(), 8_000)).toMatchObject({
    value: {
      data: {
        platformHealthChanged: { platformHealth: { queue: { lastRunAssessment: { state: 'CRITICAL' } } } },
      },
    },
  });
  await events.return?.();
  db.clock.set(began);
}, 15_000);

it('ends at once when it is cancelled while it waits', async () => {
  const events = await subscribe(tenantHealth(await db.aTenant()));
  await events.next();
  const pending = events.next();

  await events.return?.();

  expect(await within(pending, 100)).toEqual({ done: true, value: undefined });
});

it('is forbidden without health:read', async () => {
  await expect(
    subscribe(tenantHealth(await db.aTenant()), aPlatformCaller(['platform:read'])),
  ).rejects.toThrow('FORBIDDEN');
});

it('tells the platform’s figures to nobody of a tenant', async () => {
  const caller = aTenantCaller(await db.aTenant(), ['platform:read', 'health:read']);

  await expect(subscribe('subscription { platformHealthChanged { asOf } }', caller)).rejects.toThrow(
    'FORBIDDEN',
  );
});
