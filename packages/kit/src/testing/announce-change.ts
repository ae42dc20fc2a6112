import type { PubSub } from '../pubsub/pubsub.ts';

/** Tells those who listen in this process that something changed, as if another process had said so. */
export function announceChange(pubsub: PubSub, topic: string): void {
  pubsub.deliver(JSON.stringify({ topic, payload: null }));
}
