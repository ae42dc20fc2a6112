import { detached } from '@intendant/kit/cache/detached';
import { serviceCaller } from '@intendant/kit/identity/caller';
import type { PubSub } from '@intendant/kit/pubsub/pubsub';
import type { HealthContext } from '../context.ts';
import { evaluateDue } from './evaluate-due.ts';

// Long enough for batches that arrive together to be evaluated together, short enough for a live page.
const delayMs = 25;

/** Evaluates what is due soon after it became due, once at a time, leaving most of the time to ingestion. */
export interface EvaluationScheduler {
  schedule(): void;
  /** Resolves once nothing is scheduled or running. */
  idle(): Promise<void>;
}

const schedulers = new WeakMap<
  PubSub,
  { scheduler: EvaluationScheduler; setContext: (ctx: HealthContext) => void }
>();

/**
 * The scheduler of this process. A failure is logged and left to the job `health:evaluate-risk`, which takes up what
 * is still due every minute.
 */
export function evaluationSchedulerOf(ctx: HealthContext): EvaluationScheduler {
  let entry = schedulers.get(ctx.pubsub);
  if (!entry) {
    entry = createScheduler(ctx);
    schedulers.set(ctx.pubsub, entry);
  }
  entry.setContext(ctx);
  return entry.scheduler;
}

function createScheduler(first: HealthContext): {
  scheduler: EvaluationScheduler;
  setContext: (ctx: HealthContext) => void;
} {
  let context = first;
  let isWanted = false;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    let pauseMs = delayMs;
    while (isWanted) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
      isWanted = false;
      const startedAt = performance.now();
      try {
        await evaluateDue({
          ...context,
          em: context.em.fork({ clear: true }),
          caller: serviceCaller('health'),
          deadline: null,
        });
      } catch (error) {
        context.log.warn({ err: error }, 'tenants could not be evaluated; the next run takes them up');
      }
      pauseMs = Math.max(delayMs, 2 * (performance.now() - startedAt));
    }
    running = null;
  }

  return {
    setContext: (ctx) => {
      context = ctx;
    },
    scheduler: {
      schedule() {
        isWanted = true;
        running ??= detached(run);
      },
      idle: async () => {
        while (running) {
          await running;
        }
      },
    },
  };
}
