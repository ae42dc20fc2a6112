import { randomUUID } from 'node:crypto';
import type { Caller } from '@intendant/kit/identity/caller';
import type { Log } from '@intendant/kit/log';
import type { GraphQLError } from 'graphql';
import type { AdmittedOperation } from '../operation/operation-runner.ts';
import type { PlanRunner } from '../operation/plan-runner.ts';
import { presentErrors } from '../operation/present-errors.ts';
import type { Upstream, UpstreamCall, UpstreamResult } from '../upstream/upstream.ts';

/** Someone who receives a shared subscription's events. */
export interface Subscriber {
  /** As the credential is known to be now, not when the subscription began. */
  readonly caller: Caller;
  push(json: string): void;
  end(error?: GraphQLError | null): void;
}

export interface SharedSubscriptionOptions {
  admitted: AdmittedOperation;
  plans: PlanRunner;
  upstream: Upstream;
  log: Log;
  /** How long completing one event may take. */
  eventTimeoutMs: number;
  /** Whether others may join, and our naming of events is relied upon. */
  isSharing: boolean;
  onEnd: () => void;
}

const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** Subscribers are told after this long without the subgraph; until then they only miss events. */
const patienceMs = 30_000;
/** An event completed this recently is given to a newcomer as it is. */
const freshForMs = 1_000;

/**
 * One subscription at a subgraph for any number of identical ones of clients with the same authority: each event is
 * completed with the other subgraphs' fields and serialised once. When the subgraph goes away it subscribes again.
 */
export class SharedSubscription {
  readonly #options: SharedSubscriptionOptions;
  readonly #subscribers = new Set<Subscriber>();
  readonly #scene: { requestId: string; log: Log; operationName: string | null };
  /** By convention `…Changed` reports a state, and its latest event is what a newcomer wants to see at once. */
  readonly #isState: boolean;
  #source: AsyncIterableIterator<UpstreamResult> | null = null;
  #latest: UpstreamResult | null = null;
  #delivered: string | null = null;
  #completed: { json: Promise<string>; at: number } | null = null;
  #isEnded = false;

  constructor(options: SharedSubscriptionOptions) {
    this.#options = options;
    const { operation } = options.admitted.operation;
    const [root] = operation.selectionSet.selections;
    this.#isState = options.isSharing && root?.kind === 'Field' && root.name.value.endsWith('Changed');
    this.#scene = {
      requestId: randomUUID(),
      log: options.log,
      operationName: operation.name?.value ?? null,
    };
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    if (this.#subscribers.size === 1 && !this.#source) {
      void this.#run();
    } else if (this.#isState && this.#latest) {
      void this.#replay(subscriber, this.#latest);
    }
  }

  /** The last one to leave ends the subscription at the subgraph. */
  remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    if (this.#subscribers.size === 0) {
      this.#end();
    }
  }

  async #run(): Promise<void> {
    let pauseMs = firstPauseMs;
    let lostAt: number | null = null;
    while (!this.#isEnded) {
      try {
        await this.#follow(() => {
          pauseMs = firstPauseMs;
          lostAt = null;
        });
        this.#end();
        return;
      } catch (error) {
        if (this.#isEnded) {
          return;
        }
        lostAt ??= Date.now();
        if (Date.now() - lostAt > patienceMs) {
          this.#end(presentErrors([error], this.#scene)[0]);
          return;
        }
        this.#options.log.warn(
          { err: error, pauseMs },
          'a subscription at a subgraph broke; subscribing again',
        );
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
      }
    }
  }

  async #follow(onEvent: () => void): Promise<void> {
    const { admitted, plans, upstream } = this.#options;
    const { primary } = plans.subscriptionPlan(admitted.operation);
    const used = new Set(primary.variableUsages ?? []);
    const variables = Object.fromEntries(
      Object.entries(admitted.variables).filter(([name]) => used.has(name)),
    );
    const { operation: query, operationName = null } = primary;
    const source = await upstream.subscribe({ query, variables, operationName }, this.#call(null));
    if (this.#isEnded) {
      await source.return?.();
      return;
    }
    this.#source = source;
    for await (const event of source) {
      onEvent();
      await this.#deliver(event);
    }
  }

  async #deliver(event: UpstreamResult): Promise<void> {
    this.#latest = event;
    const json = await this.#complete(event);
    // What did not change for this selection is not worth telling.
    if (this.#isState && json === this.#delivered) {
      return;
    }
    this.#delivered = json;
    for (const subscriber of this.#subscribers) {
      subscriber.push(json);
    }
  }

  async #replay(subscriber: Subscriber, event: UpstreamResult): Promise<void> {
    const isFresh = this.#completed && Date.now() - this.#completed.at < freshForMs;
    const json = await (isFresh && this.#completed ? this.#completed.json : this.#complete(event));
    if (this.#latest && this.#latest !== event) {
      // What came meanwhile was told the newcomer already, or was no news to the others: never the old state after it.
      return this.#replay(subscriber, this.#latest);
    }
    if (json !== this.#delivered) {
      // Not all have seen the same now, so the next event is told whatever it says.
      this.#delivered = null;
    }
    if (this.#subscribers.has(subscriber)) {
      subscriber.push(json);
    }
  }

  #complete(event: UpstreamResult): Promise<string> {
    const json = this.#completeOnce(event);
    this.#completed = { json, at: Date.now() };
    return json;
  }

  async #completeOnce(event: UpstreamResult): Promise<string> {
    const { admitted, plans, eventTimeoutMs } = this.#options;
    try {
      // Merging writes into the event, and a newcomer may need it again as it came.
      const copy = structuredClone(event);
      const call = this.#call(eventTimeoutMs);
      const { data, errors } = await plans.completeEvent(admitted.operation, copy, admitted.variables, call);
      return JSON.stringify(
        errors ? { errors: presentErrors(errors, this.#scene), data: data ?? null } : { data },
      );
    } catch (error) {
      return JSON.stringify({ errors: presentErrors([error], this.#scene), data: null });
    }
  }

  /** In the name of someone who is subscribed now: all of them have the same authority. */
  #call(timeoutMs: number | null): UpstreamCall {
    const [representative] = this.#subscribers;
    return {
      caller: representative?.caller ?? { kind: 'anonymous' },
      requestId: this.#scene.requestId,
      deadline: timeoutMs === null ? null : new Date(Date.now() + timeoutMs),
      signal: timeoutMs === null ? null : AbortSignal.timeout(timeoutMs),
    };
  }

  #end(error: GraphQLError | null = null): void {
    if (this.#isEnded) {
      return;
    }
    this.#isEnded = true;
    this.#options.onEnd();
    void this.#source?.return?.().catch(() => {});
    const subscribers = [...this.#subscribers];
    this.#subscribers.clear();
    subscribers.forEach((subscriber) => subscriber.end(error));
  }
}
