import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { anEvent, graphql, sendEvents } from '../support/api-client.ts';
import { aTenant, type ATenant } from '../support/builders.ts';
import {
  startDistributed,
  subgraphNames,
  type DistributedInstance,
  type ReplicatedPart,
} from '../support/distributed.ts';
import { eventually } from '../support/eventually.ts';
import { isProxyInstalled } from '../support/proxy.ts';
import { testServer } from '../support/test-server.ts';

// Two gateways behind the proxy and two of each subgraph. CI installs the proxy; elsewhere its absence is said.
const isRequired = process.env['CI'] === 'true';
const describeWithProxy = isProxyInstalled() || isRequired ? describe : describe.skip;

const patienceMs = 30_000;
/** Requests a second while a process is killed. */
const requestsPerSecond = 40;

interface Outcome {
  kind: string;
  isDone: boolean;
  /** What went wrong, or null. */
  problem: string | null;
}

/** Sends one request after the other, at a steady pace, and keeps what became of each. */
class Load {
  readonly outcomes: Outcome[] = [];
  readonly #running: Promise<void>[] = [];
  #isStopped = false;
  readonly #loop: Promise<void>;

  constructor(requests: Readonly<Record<string, () => Promise<string | null>>>) {
    this.#loop = this.#run(Object.entries(requests));
  }

  async #run(requests: [string, () => Promise<string | null>][]): Promise<void> {
    for (let turn = 0; !this.#isStopped; turn += 1) {
      const [kind, send] = requests[turn % requests.length] ?? ['', () => Promise.resolve(null)];
      const outcome: Outcome = { kind, isDone: false, problem: null };
      this.outcomes.push(outcome);
      this.#running.push(
        send()
          .catch((error: unknown) => inspect(error))
          .then((problem) => {
            Object.assign(outcome, { isDone: true, problem });
          }),
      );
      await pause(1_000 / requestsPerSecond);
    }
  }

  done(): Set<Outcome> {
    return new Set(this.outcomes.filter((outcome) => outcome.isDone));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#loop;
    await Promise.all(this.#running);
  }
}

/** A client that watches a tenant as a page does, and connects again whenever it is cut. */
class Watcher {
  latest = -1;
  connections = 0;
  readonly #client: Client;

  constructor(instance: DistributedInstance, tenantId: string) {
    this.#client = createClient({
      url: `${instance.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { apiKey: instance.adminKey },
      retryAttempts: Infinity,
      shouldRetry: () => true,
      retryWait: () => pause(100),
      on: { connected: () => (this.connections += 1) },
    });
    this.#client.subscribe(
      {
        query: `subscription ($tenantId: ID!) {
          tenantHealthChanged(tenantId: $tenantId) { health { executions(range: H24) { executions } } }
        }`,
        variables: { tenantId },
      },
      {
        next: (event) => {
          const found = /"executions":(\d+)/.exec(JSON.stringify(event));
          this.latest = found ? Number(found[1]) : this.latest;
        },
        error: () => {},
        complete: () => {},
      },
    );
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }
}

describeWithProxy('two of everything', () => {
  let instance: DistributedInstance;
  let tenant: ATenant;
  let watchers: Watcher[] = [];
  let sentEvents = 0;

  beforeAll(async () => {
    await testServer.start();
    instance = await startDistributed({ replicas: 2 });
    tenant = await aTenant(instance);
    await eventually(async () => {
      expect((await read()).problem).toBeNull();
    }, patienceMs);
    watchers = Array.from({ length: 4 }, () => new Watcher(instance, tenant.id));
  }, 180_000);

  afterAll(async () => {
    await Promise.all(watchers.map((watcher) => watcher.close()));
    await instance.stop();
    await testServer.stop();
  }, 60_000);

  /** A tenant with fields of all four subgraphs. */
  async function read(): Promise<{ problem: string | null }> {
    const { status, errors, data } = await graphql<{ tenant: object | null }>(
      instance,
      `
        query ($id: ID!) {
          tenant(id: $id) {
            name
            subscription {
              status
            }
            memberships {
              id
            }
            health {
              lastEventAt
            }
          }
        }
      `,
      { id: tenant.id },
    );
    if (status !== 200 || errors.length > 0 || !data.tenant) {
      return { problem: `${status} ${JSON.stringify(errors)}` };
    }
    return { problem: null };
  }

  async function ingest(): Promise<string | null> {
    const { status, body } = await sendEvents(instance, anEvent({ id: randomUUID(), subject: tenant.id }));
    if (status !== 202) {
      return `${status} ${JSON.stringify(body)}`;
    }
    sentEvents += 1;
    return null;
  }

  async function overview(): Promise<string | null> {
    const { status, errors } = await graphql(
      instance,
      '{ fleetHealth { total } revenue { mrr { amountCents } } auditEntries(first: 5) { nodes { action } } }',
    );
    return status === 200 && errors.length === 0 ? null : `${status} ${JSON.stringify(errors)}`;
  }

  async function countedExecutions(): Promise<number> {
    const { data } = await graphql<{ tenant: { health: { executions: { executions: number } } } }>(
      instance,
      'query ($id: ID!) { tenant(id: $id) { health { executions(range: H24) { executions } } } }',
      { id: tenant.id },
    );
    return data.tenant.health.executions.executions;
  }

  it.each<ReplicatedPart>(['gateway', ...subgraphNames])(
    'lose nothing but what was in flight when one %s is killed',
    async (part) => {
      const load = new Load({ read: async () => (await read()).problem, ingest, overview });
      await pause(1_500);

      const [victim] = instance.replicas[part];
      victim?.kill('SIGKILL');
      const doneBefore = load.done();
      await victim?.exited;
      // In flight is also what was sent in the milliseconds in which the system closes what belonged to the process.
      const inFlight = new Set(load.outcomes.filter((outcome) => !doneBefore.has(outcome)));
      await pause(3_000);
      await load.stop();

      const failed = load.outcomes.filter((outcome) => outcome.problem !== null);
      expect(failed.filter((outcome) => !inFlight.has(outcome))).toEqual([]);
      expect(load.outcomes.length).toBeGreaterThan(60);
      // Whoever watches knows what was counted, also those whose gateway was killed.
      await eventually(async () => {
        const counted = await countedExecutions();
        expect(watchers.map((watcher) => watcher.latest)).toEqual(watchers.map(() => counted));
      }, patienceMs);
    },
    90_000,
  );

  it('cut some of the watchers, who came back', () => {
    expect(watchers.some((watcher) => watcher.connections > 1)).toBe(true);
  });

  it('kept every event that was accepted', async () => {
    // An event in flight at a kill may have been kept without an answer; none may be missing.
    expect(await countedExecutions()).toBeGreaterThanOrEqual(sentEvents);
    expect(sentEvents).toBeGreaterThan(0);
  });
});
