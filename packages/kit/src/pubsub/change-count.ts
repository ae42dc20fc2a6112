import type { PubSub } from './pubsub.ts';

interface Counter {
  count: number;
}

const counters = new WeakMap<PubSub, Map<string, Counter>>();

function counterOf(pubsub: PubSub, topic: string): Counter {
  let ofTopics = counters.get(pubsub);
  if (!ofTopics) {
    ofTopics = new Map();
    counters.set(pubsub, ofTopics);
  }
  let counter = ofTopics.get(topic);
  if (!counter) {
    const created: Counter = { count: 0 };
    const increment = (): void => {
      created.count += 1;
    };
    pubsub.listen(topic, increment);
    // Messages during a lost connection are gone.
    pubsub.onReconnect(increment);
    ofTopics.set(topic, created);
    counter = created;
  }
  return counter;
}

/**
 * How many messages on the topics this process has seen since it first asked; it never falls. What was computed at an
 * earlier count may be out of date.
 */
export function changesSeen(pubsub: PubSub, topics: readonly string[]): number {
  return topics.reduce((sum, topic) => sum + counterOf(pubsub, topic).count, 0);
}
