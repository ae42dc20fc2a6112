import type { Task, TaskList } from 'graphile-worker';
import type pg from 'pg';
import type { Clock } from '../clock.ts';
import { serviceCaller } from '../identity/caller.ts';
import type { DomainEvent } from '../events/domain-event.ts';
import type { SubgraphRuntime } from '../subgraph/runtime.ts';
import { FinalFailure } from './final-failure.ts';
import { recordRun } from './job-run.ts';
import { prune, pruneCron } from './prune.ts';

/**
 * The work of several modules as graphile-worker tasks: their jobs and their consumers, each with a fresh context
 * of its module. Runs of scheduled tasks are recorded. A handler that throws is retried with
 * growing pauses, unless it throws a `FinalFailure`.
 */
export function createTasks(runtimes: readonly SubgraphRuntime[], pool: pg.Pool, clock: Clock): TaskList {
  const tasks: Record<string, Task> = {
    [pruneCron.task]: (_payload, { job }) => recordRun(pool, clock, pruneCron.task, job, () => prune(pool)),
  };
  for (const runtime of runtimes) {
    const { module } = runtime;
    const caller = serviceCaller(module.name);
    const scheduled = new Set(module.cron.map((entry) => entry.task));
    for (const [name, handle] of Object.entries(module.jobs)) {
      tasks[name] = async (payload, { job }) => {
        const ctx = runtime.contextFor({ caller, requestId: `job-${job.id}` });
        const work = (): Promise<void> => handle(ctx, payload);
        try {
          await (scheduled.has(name) ? recordRun(pool, clock, name, job, work) : work());
        } catch (error) {
          if (!(error instanceof FinalFailure)) {
            throw error;
          }
          ctx.log.error({ task: name }, error.message);
        }
      };
    }
    for (const consumer of module.consumers) {
      tasks[consumer.name] = async (payload, { job }) => {
        // Written by platform.publish, which shapes it as an event.
        const event = payload as DomainEvent;
        const ctx = runtime.contextFor({ caller, requestId: event.requestId ?? `job-${job.id}` });
        await consumer.consume(ctx, event);
      };
    }
  }
  return tasks;
}
