import { randomUUID } from 'node:crypto';
import { InvariantError } from '@intendant/kit/errors';
import type { Caller } from '@intendant/kit/identity/caller';
import type { Log } from '@intendant/kit/log';
import type { AdmittedOperation } from '../operation/operation-runner.ts';
import type { PlanRunner } from '../operation/plan-runner.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { SharedSubscription, type Subscriber } from './shared-subscription.ts';

export interface SharedSubscriptionsOptions {
  plans: PlanRunner;
  upstreams: ReadonlyMap<string, Upstream>;
  log: Log;
  eventTimeoutMs: number;
  /** Otherwise each is one of its own, for subgraphs whose events depend on when somebody subscribed. */
  isSharing: boolean;
  onCount: (open: number) => void;
}

/** Brings identical subscriptions of callers with the same authority together. */
export class SharedSubscriptions {
  readonly #options: SharedSubscriptionsOptions;
  readonly #open = new Map<string, SharedSubscription>();

  constructor(options: SharedSubscriptionsOptions) {
    this.#options = options;
  }

  /** Starts delivering to the subscriber; returns how to stop. */
  join(admitted: AdmittedOperation, subscriber: Subscriber): () => void {
    const key = this.#options.isSharing ? keyOf(admitted, subscriber.caller) : randomUUID();
    const shared = this.#open.get(key) ?? this.#start(key, admitted);
    shared.add(subscriber);
    return () => shared.remove(subscriber);
  }

  #start(key: string, admitted: AdmittedOperation): SharedSubscription {
    const { plans, upstreams, onCount } = this.#options;
    const { serviceName } = plans.subscriptionPlan(admitted.operation).primary;
    const upstream = upstreams.get(serviceName);
    if (!upstream) {
      throw new InvariantError(`There is no upstream for ${serviceName}.`);
    }
    const shared = new SharedSubscription({
      ...this.#options,
      admitted,
      upstream,
      onEnd: () => {
        if (this.#open.get(key) === shared) {
          this.#open.delete(key);
          onCount(this.#open.size);
        }
      },
    });
    this.#open.set(key, shared);
    onCount(this.#open.size);
    return shared;
  }
}

/**
 * What decides which rows and fields a caller sees: the tenant it is confined to and its permissions. Who the caller
 * is does not, which is why clients can share.
 */
export function authorityOf(caller: Caller): string {
  return caller.kind === 'anonymous'
    ? 'anonymous'
    : `${caller.tenantId ?? 'platform'} ${[...caller.permissions].sort().join(' ')}`;
}

function keyOf({ operation, variables }: AdmittedOperation, caller: Caller): string {
  return JSON.stringify([
    authorityOf(caller),
    operation.source,
    operation.operationName,
    sortKeys(variables),
  ]);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortKeys);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}
