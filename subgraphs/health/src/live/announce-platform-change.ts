import { detached } from '@intendant/kit/cache/detached';
import { notify } from '@intendant/kit/pubsub/notify';
import type { PubSub } from '@intendant/kit/pubsub/pubsub';
import type { HealthContext } from '../context.ts';
import { platformChangedTopic } from './health-changed.ts';

// Gateways flush every second; nobody needs the dashboard computed anew that often.
const shortestIntervalMs = 3_000;

interface Announcer {
  lastAt: number;
  isWaiting: boolean;
}

const announcers = new WeakMap<PubSub, Announcer>();

/**
 * Says that the platform's own figures changed, after the commit: at once after a quiet time, else once for everything
 * within three seconds. The last change is always told. What cannot be told is logged; figures are computed anew every
 * 30 seconds anyway.
 */
export async function announcePlatformChange(ctx: HealthContext): Promise<void> {
  const announcer = announcers.get(ctx.pubsub) ?? { lastAt: -Infinity, isWaiting: false };
  announcers.set(ctx.pubsub, announcer);
  if (announcer.isWaiting) {
    return;
  }
  const dueInMs = announcer.lastAt + shortestIntervalMs - performance.now();
  if (dueInMs <= 0) {
    announcer.lastAt = performance.now();
    await announce(ctx);
    return;
  }
  announcer.isWaiting = true;
  void detached(async () => {
    await new Promise((resolve) => setTimeout(resolve, dueInMs).unref());
    announcer.isWaiting = false;
    announcer.lastAt = performance.now();
    await announce(ctx);
  });
}

async function announce({ em, log }: HealthContext): Promise<void> {
  try {
    await notify(em.fork({ clear: true }), platformChangedTopic);
  } catch (error) {
    log.warn({ err: error }, 'a change of the platform’s figures could not be announced');
  }
}
