import type { PubSub } from '@intendant/kit/pubsub/pubsub';

/** Says that figures of tenants changed; announced in the transaction that changed them. */
export const healthChangedTopic = 'health-changed';

/** Says that the platform's own figures changed: requests of the gateway, samples of the queue and the database. */
export const platformChangedTopic = 'platform-health-changed';

/** Which tenants changed; null for more than fit into a message. */
export interface HealthChange {
  tenantIds: readonly string[] | null;
}

// 150 ids of 36 characters fit into the 7,900 bytes of a notification with room to spare.
const maximumTenants = 150;

/** The messages that announce changes of these tenants. */
export function messagesFor(tenantIds: ReadonlySet<string>): HealthChange[] {
  if (tenantIds.size === 0) {
    return [];
  }
  return [{ tenantIds: tenantIds.size <= maximumTenants ? [...tenantIds] : null }];
}

/** Whether a message on the topic concerns a tenant; what we do not understand concerns everybody. */
export function concerns(payload: unknown, tenantId: string): boolean {
  const tenantIds =
    payload !== null && typeof payload === 'object' && 'tenantIds' in payload ? payload.tenantIds : null;
  return !Array.isArray(tenantIds) || tenantIds.includes(tenantId);
}

export type Topic = typeof healthChangedTopic | typeof platformChangedTopic;

const counters = new WeakMap<PubSub, Record<Topic, number>>();

function countersOf(pubsub: PubSub): Record<Topic, number> {
  let counts = counters.get(pubsub);
  if (!counts) {
    const created: Record<Topic, number> = { [healthChangedTopic]: 0, [platformChangedTopic]: 0 };
    for (const topic of [healthChangedTopic, platformChangedTopic] as const) {
      const count = (): void => {
        created[topic] += 1;
      };
      pubsub.listen(topic, count);
      // Messages during a lost connection are gone.
      pubsub.onReconnect(count);
    }
    counters.set(pubsub, created);
    counts = created;
  }
  return counts;
}

/** How many changes this process has seen; a figure computed at an earlier count may be out of date. */
export function changesSeen(pubsub: PubSub, topic: Topic): number {
  return countersOf(pubsub)[topic];
}

/** Counts a change of this very process at once, ahead of its notification. */
export function announceChange(pubsub: PubSub, topic: Topic = healthChangedTopic): void {
  countersOf(pubsub)[topic] += 1;
}
