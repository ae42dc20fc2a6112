import { jest } from '@jest/globals';
import { silentLog } from '@intendant/kit/log';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { permitsEverything } from '../authorisation/permission-map.ts';
import { compileCostMap } from '../limits/cost-map.ts';
import { defaultLimits } from '../limits/limits.ts';
import { createPlanRunner } from '../operation/plan-runner.ts';
import { createOperationPreparer } from '../operation/prepare-operation.ts';
import { loadFederation } from '../supergraph/federation.ts';
import { composeFixtures, fixtureRuntime } from '../testing/fixture-runtime.ts';
import { fixtureNames } from '../testing/fixture-sdl.ts';
import { FixtureWorld } from '../testing/fixture-world.ts';
import { createInProcessUpstream } from '../upstream/in-process-upstream.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { SharedSubscriptions } from './shared-subscriptions.ts';

const source = 'subscription { tenantHealthChanged(tenantId: "t1") { name executions } }';
const federation = loadFederation(composeFixtures());
const preparer = createOperationPreparer({
  federation,
  permissions: permitsEverything,
  costs: compileCostMap(federation.document),
  isIntrospectionAllowed: false,
});

/** A subgraph whose answers are held back, from when they are asked to be, until they are let go. */
function heldBack(upstream: Upstream) {
  let gate: Promise<void> | null = null;
  let open = (): void => {};
  const held: Upstream = {
    ...upstream,
    async execute(operation, call) {
      const waiting = gate;
      const result = await upstream.execute(operation, call);
      await waiting;
      return result;
    },
  };
  return {
    upstream: held,
    /** Holds the answers to what is asked from now until the returned function is called. */
    hold(): () => void {
      gate = new Promise((resolve) => (open = resolve));
      return open;
    },
    pass(): void {
      gate = null;
    },
  };
}

/** Remembers what it is told, and lets one wait for it. */
class Listener {
  readonly caller = aPlatformCaller();
  readonly told: string[] = [];
  #wake = (): void => {};

  push(json: string): void {
    this.told.push(json);
    this.#wake();
  }

  end(): void {}

  async until(count: number): Promise<void> {
    while (this.told.length < count) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  executions(): (number | null)[] {
    return this.told.map((json) => Number(/"executions":(\d+)/.exec(json)?.[1]));
  }
}

describe('a subscription that is shared', () => {
  it('shows a newcomer no state that a later one overtook while other subgraphs were asked about it', async () => {
    const world = new FixtureWorld();
    const tenants = heldBack(createInProcessUpstream('tenants', fixtureRuntime('tenants', world)));
    const upstreams = new Map(
      fixtureNames.map((name) => [
        name,
        name === 'tenants' ? tenants.upstream : createInProcessUpstream(name, fixtureRuntime(name, world)),
      ]),
    );
    const shared = new SharedSubscriptions({
      plans: createPlanRunner({ federation, upstreams }),
      upstreams,
      log: silentLog,
      eventTimeoutMs: 10_000,
      isSharing: true,
      onCount: () => {},
    });
    const prepared = preparer.prepare(source, null, defaultLimits);
    if ('errors' in prepared) {
      throw new Error('The operation is not valid.', { cause: prepared.errors });
    }
    const admitted = { operation: prepared.operation, variables: {} };
    const [first, newcomer] = [new Listener(), new Listener()];
    const leave = shared.join(admitted, first);
    await first.until(1);
    const afterwards = Date.now() + 60_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(afterwards);

    const letGo = tenants.hold();
    const leaveToo = shared.join(admitted, newcomer);
    tenants.pass();
    world.setExecutions('t1', 7);
    await Promise.all([first.until(2), newcomer.until(1)]);
    letGo();
    await newcomer.until(2);
    leave();
    leaveToo();
    clock.mockRestore();

    expect(first.executions()).toEqual([0, 7]);
    expect(newcomer.executions()).toEqual([7, 7]);
  });
});
