import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { publish } from '@intendant/kit/events/publish';
import type { Caller } from '@intendant/kit/identity/caller';
import type { RouteResponse } from '@intendant/kit/subgraph/module';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { aService } from '@intendant/kit/testing/callers';
import type { HealthContext } from '../context.ts';
import { evaluationSchedulerOf } from '../risk/evaluation-scheduler.ts';
import { healthModule } from '../subgraph.ts';

export interface HealthDatabase extends TestDatabase {
  /** A context of the module; ours by name, so that its loaders and settings are typed. */
  health(caller?: Caller): HealthContext;
  /** Publishes `tenant.created` as the subgraph tenants would, and delivers it. Returns the tenant's id. */
  aTenant(overrides?: Partial<TenantFacts>): Promise<string>;
  /** Publishes a fact without delivering it. */
  publishTenant(type: string, facts: TenantFacts): Promise<void>;
  publishSubscription(tenantId: string, overrides?: object): Promise<void>;
  /** Publishes `user.changed` as the subgraph security would, without delivering it. Returns the person's id. */
  aStaffMember(overrides?: object): Promise<string>;
  /** Sends events through the route as a batch. */
  send(events: readonly object[], caller?: Caller): Promise<RouteResponse>;
  /** Reads with the module's role. */
  select<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Waits for what ingestion left to evaluate. */
  settled(): Promise<void>;
}

export interface TenantFacts {
  id: string;
  name: string;
  slug: string;
  status: string;
  isDemo: boolean;
  createdAt: string;
}

export function someTenantFacts(overrides: Partial<TenantFacts> = {}): TenantFacts {
  const id = overrides.id ?? randomUUID();
  return {
    id,
    name: `Orchestra ${id.slice(0, 4)}`,
    slug: `orchestra-${id.slice(0, 8)}`,
    status: 'ACTIVE',
    isDemo: false,
    createdAt: '2026-08-01T00:00:00.000Z',
    ...overrides,
  };
}

/** One database for a test file with the module health on it. */
export async function startHealthDatabase(): Promise<HealthDatabase> {
  const db = await startTestDatabase([healthModule]);
  const health = (caller?: Caller): HealthContext => db.context('health', caller) as HealthContext;
  const client = new pg.Client({ connectionString: db.urlFor('health') });
  await client.connect();
  await client.query('set search_path = health');

  async function publishTenant(type: string, facts: TenantFacts): Promise<void> {
    const ctx = health(aService('tenants'));
    await ctx.em.transactional((em) =>
      publish(em, { type, aggregateId: facts.id, tenantId: facts.id, data: facts }, ctx),
    );
  }

  return {
    ...db,
    health,
    publishTenant,
    async aTenant(overrides) {
      const facts = someTenantFacts(overrides);
      await publishTenant('tenant.created', facts);
      await db.drainJobs();
      return facts.id;
    },
    async publishSubscription(tenantId, overrides = {}) {
      const ctx = health(aService('billing'));
      const data = {
        tenantId,
        planKey: 'pro',
        planName: 'Pro',
        status: 'ACTIVE',
        mrrCents: 4900,
        currency: 'EUR',
        isDelinquent: false,
        delinquentSince: null,
        overdueCents: 0,
        overduePayments: 0,
        trialEndsAt: null,
        ...overrides,
      };
      await ctx.em.transactional((em) =>
        publish(em, { type: 'subscription.changed', aggregateId: tenantId, tenantId, data }, ctx),
      );
    },
    async aStaffMember(overrides = {}) {
      const ctx = health(aService('security'));
      const data = {
        id: randomUUID(),
        name: 'Sam Support',
        email: 'sam@staff.example',
        platformRole: 'SUPPORT',
        permissions: ['platform:read', 'health:read', 'incidents:write'],
        isDisabled: false,
        ...overrides,
      };
      await ctx.em.transactional((em) =>
        publish(em, { type: 'user.changed', aggregateId: data.id, tenantId: null, data }, ctx),
      );
      return data.id;
    },
    async send(events, caller) {
      const [route] = healthModule.routes;
      if (!route) {
        throw new Error('The module has no route.');
      }
      return route.handle(health(caller), {
        method: 'POST',
        path: '/v1/events',
        query: new URLSearchParams(),
        headers: { 'content-type': 'application/cloudevents-batch+json' },
        body: Buffer.from(JSON.stringify(events)),
      });
    },
    async select<Row extends object>(sql: string, values: unknown[] = []) {
      return (await client.query<Row>(sql, values)).rows;
    },
    settled: () => evaluationSchedulerOf(health()).idle(),
    async close() {
      await evaluationSchedulerOf(health()).idle();
      await client.end();
      await db.close();
    },
  };
}

let counter = 0;

/** A CloudEvent; what a test is about is stated, the rest is filled in. */
export function anEvent(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  counter += 1;
  return {
    specversion: '1.0',
    id: `event-${counter}`,
    source: 'test',
    type: 'execution.finished',
    time: '2026-11-20T09:30:00Z',
    data: { workflow: 'sync', outcome: 'SUCCEEDED', durationMs: 100 },
    ...overrides,
  };
}

/** An execution that failed. */
export function aFailure(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return anEvent({
    data: {
      workflow: 'sync',
      outcome: 'FAILED',
      durationMs: 100,
      errorCode: 'TIMEOUT',
      errorMessage: 'timed out',
    },
    ...overrides,
  });
}
