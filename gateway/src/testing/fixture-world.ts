import { EventEmitter } from 'node:events';
import { MessageQueue } from '@intendant/kit/pubsub/message-queue';
import { UserError } from '@intendant/kit/errors';
import type { Caller, IdentifiedCaller } from '@intendant/kit/identity/caller';
import type { FixtureName } from './fixture-sdl.ts';

export interface FixtureCredential {
  caller: IdentifiedCaller;
  expiresAt?: string;
  isRevoked?: boolean;
  /** The tenants in which it may be used, one of which has to be named; left out when any will do, or none. */
  tenants?: readonly string[];
}

export interface FixtureFlush {
  flushId: string;
  counts: { operation: string; statusClass: number; count: number; tenantId: string | null }[];
  services?: { service: string; count: number; errors: number; lastAnswerAt: Date | null }[];
  rejections?: {
    kind: string;
    callerId: string;
    callerName: string;
    tenantId: string | null;
    isApiKey: boolean;
    rejected: number;
    offered: number;
    limitPerMinute: number;
  }[];
}

interface FixtureTenant {
  id: string;
  name: string;
  email: string | null;
  executions: number;
}

export interface FixtureContext {
  caller: Caller;
  requestId: string;
  deadline: Date | null;
}

/** What the fixture subgraphs know, and what was asked of them. */
export class FixtureWorld {
  readonly tenants = new Map<string, FixtureTenant>();
  readonly credentials = new Map<string, FixtureCredential>();
  readonly events = new EventEmitter().setMaxListeners(0);
  /** Every call, as `subgraph.what`. */
  readonly calls: string[] = [];
  readonly flushes: FixtureFlush[] = [];
  readonly contexts: FixtureContext[] = [];
  /** Subscriptions open at the health fixture. */
  openSubscriptions = 0;
  failNextFlush = false;
  securityIsDown = false;

  constructor() {
    for (const [index, name] of ['Aurora', 'Borealis', 'Corona'].entries()) {
      const id = `t${index + 1}`;
      this.tenants.set(id, {
        id,
        name,
        email: index === 2 ? null : `${name}@example.org`,
        executions: index * 10,
      });
    }
  }

  /** Changes a tenant's figure and tells subscribers. */
  setExecutions(id: string, executions: number): void {
    const tenant = this.tenants.get(id);
    if (tenant) {
      tenant.executions = executions;
      this.events.emit(id, id);
    }
  }

  resolvers(name: FixtureName): object {
    return name === 'tenants' ? this.#tenants() : name === 'health' ? this.#health() : this.#security();
  }

  #tenants(): object {
    const all = (): FixtureTenant[] => [...this.tenants.values()];
    const reference = ({ id }: { id: string }): unknown => {
      this.calls.push(`tenants.entity:${id}`);
      return this.tenants.get(id) ?? null;
    };
    const typed = [
      { __typename: 'Tenant', ...this.tenants.get('t1') },
      { __typename: 'Robot', name: 'Marvin', model: 'MARK_II' },
    ];
    return {
      Query: {
        tenant: (_: unknown, { id }: { id: string }) => this.tenants.get(id) ?? null,
        tenants: (_: unknown, { first }: { first: number }) => ({
          nodes: all().slice(0, first),
          total: all().length,
        }),
        owners: () => typed,
        named: () => typed,
        greeting: (_: unknown, { name }: { name?: string }) => `Hello ${name ?? 'you'}`,
        slow: (_: unknown, { ms }: { ms: number }, context: FixtureContext) => {
          this.contexts.push(context);
          return new Promise((resolve) => setTimeout(() => resolve('done'), ms).unref());
        },
        crash: () => {
          throw new Error('the password of the database is hunter2');
        },
        missing: () => {
          throw new UserError('NOT_FOUND', 'There is no such thing.');
        },
      },
      Mutation: {
        renameTenant: (_: unknown, { id, name }: { id: string; name: string }) => {
          const tenant = this.tenants.get(id);
          if (!tenant) {
            return {
              tenant: null,
              userErrors: [{ code: 'NOT_FOUND', message: 'No such tenant.', field: ['id'] }],
            };
          }
          tenant.name = name;
          return { tenant, userErrors: [] };
        },
      },
      Tenant: {
        __resolveReference: reference,
        children: ({ id }: FixtureTenant) => all().filter((tenant) => tenant.id > id),
        parent: ({ id }: FixtureTenant) => all().find((tenant) => tenant.id < id) ?? null,
        broken: ({ id }: FixtureTenant) => (id === 't2' ? null : `whole ${id}`),
        fails: ({ id }: FixtureTenant) => {
          if (id === 't2') {
            throw new UserError('INVALID_STATE', 'Not now.');
          }
          return id;
        },
        settings: ({ id }: FixtureTenant) => ({ id, nested: { list: [1, { two: true }] } }),
      },
      Owner: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
      Named: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
    };
  }

  #health(): object {
    const openSource = (topic: string): AsyncIterableIterator<string> => {
      this.openSubscriptions += 1;
      const listener = (): void => queue.push(topic);
      const queue = new MessageQueue<string>(() => {
        this.openSubscriptions -= 1;
        this.events.off(topic, listener);
      });
      this.events.on(topic, listener);
      queue.push(topic);
      return queue;
    };
    let number = 0;
    return {
      Query: {
        busiest: (_: unknown, { first }: { first: number }) =>
          [...this.tenants.values()].sort((a, b) => b.executions - a.executions).slice(0, first),
        load: () => 42,
      },
      Mutation: {
        recordGatewayRequests: (_: unknown, { input }: { input: FixtureFlush }) => {
          if (this.failNextFlush) {
            this.failNextFlush = false;
            throw new Error('not now');
          }
          this.flushes.push(input);
          return { userErrors: [] };
        },
      },
      Tenant: {
        __resolveReference: ({ id }: { id: string }) => {
          this.calls.push(`health.entity:${id}`);
          return this.tenants.get(id) ?? null;
        },
        figures: ({ id, executions }: FixtureTenant, { range }: { range: string }) =>
          executions === 0
            ? null
            : { range, rate: executions / 100, count: executions * 1e10, tenant: { id } },
      },
      Figures: { tenant: ({ tenant }: { tenant: { id: string } }) => this.tenants.get(tenant.id) },
      Subscription: {
        tenantHealthChanged: {
          subscribe: (_: unknown, { tenantId }: { tenantId: string }) => openSource(tenantId),
          resolve: (id: string) => this.tenants.get(id) ?? null,
        },
        ticks: {
          subscribe: () => openSource('tick'),
          resolve: () => ({ number: (number += 1), tenant: this.tenants.get('t1') }),
        },
      },
    };
  }

  #security(): object {
    return {
      Query: {
        viewer: (_: unknown, __: unknown, { caller }: FixtureContext) =>
          caller.kind === 'anonymous'
            ? null
            : { ...caller, tenant: caller.tenantId === null ? null : { id: caller.tenantId } },
        resolveCredential: (
          _: unknown,
          { input }: { input: { kind: string; secret: string; tenant?: string } },
        ) => {
          this.calls.push('security.resolveCredential');
          if (this.securityIsDown) {
            throw new Error('down');
          }
          const found = this.credentials.get(input.secret);
          if (!found || found.isRevoked) {
            return null;
          }
          const { caller, expiresAt = null, tenants } = found;
          const isOpen = !tenants || tenants.includes(input.tenant ?? '');
          return {
            callerKind: caller.kind === 'key' ? 'API_KEY' : 'USER',
            callerId: caller.id,
            callerName: caller.name,
            tenantId: isOpen ? (input.tenant ?? caller.tenantId) : null,
            permissions: isOpen ? caller.permissions : [],
            credentialId: caller.credentialId ?? `credential of ${caller.id}`,
            eventsPerSecond: caller.eventsPerSecond,
            expiresAt: expiresAt === null ? null : new Date(expiresAt),
            refusal: isOpen ? null : input.tenant ? 'NO_ACCESS_TO_TENANT' : 'TENANT_NOT_NAMED',
          };
        },
      },
    };
  }
}
