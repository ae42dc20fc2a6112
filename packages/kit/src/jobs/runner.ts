import { EventEmitter } from 'node:events';
import { parseCronItems, run, type ParsedCronItem, type Runner, type WorkerEvents } from 'graphile-worker';
import { systemClock, type Clock } from '../clock.ts';
import { serviceCaller } from '../identity/caller.ts';
import type { Log } from '../log.ts';
import type { CronEntry } from '../subgraph/module.ts';
import type { SubgraphRuntime } from '../subgraph/runtime.ts';
import { createHeartbeat } from './heartbeat.ts';
import { createJobCounter } from './job-counter.ts';
import { createJobPool } from './job-pool.ts';
import { pruneCron } from './prune.ts';
import { recordSchedule } from './record-schedule.ts';
import { createTasks } from './tasks.ts';
import { workerLogger } from './worker-logger.ts';

export interface JobRunnerOptions {
  /** The connection string of the jobs role. */
  databaseUrl: string;
  runtimes: readonly SubgraphRuntime[];
  log: Log;
  clock?: Clock;
  /** Jobs at a time; 4 unless given. */
  concurrency?: number;
  /** No other process runs jobs on this database: whatever is locked at the start was left by a crash. */
  isOnlyRunner?: boolean;
}

export interface JobRunner {
  /** Whether it is taking jobs. */
  isRunning(): boolean;
  /** Takes no more jobs and waits for those under way. */
  stop(): Promise<void>;
}

/** Runs the jobs, consumers and schedules of the given modules until stopped. */
export async function startJobRunner(options: JobRunnerOptions): Promise<JobRunner> {
  const { databaseUrl, runtimes, log, clock = systemClock, concurrency = 4, isOnlyRunner = false } = options;
  const pool = createJobPool(databaseUrl, concurrency + 1, log);
  const events: WorkerEvents = new EventEmitter();
  const heartbeat = createHeartbeat(pool, events, log);
  const counter = createJobCounter(pool, events, clock, log);
  await heartbeat.start(isOnlyRunner);
  let runner: Runner;
  try {
    const modules = runtimes.map(({ module }) => module.name);
    // Parsed before anything is recorded, so that what is no schedule ends the start and is shown to nobody.
    const parsedCronItems = cronItems(runtimes);
    await recordSchedule(pool, modules, cronEntries(runtimes), clock.now());
    runner = await run({
      pgPool: pool,
      taskList: createTasks(runtimes, pool, clock),
      parsedCronItems,
      concurrency,
      noHandleSignals: true,
      logger: workerLogger(log),
      events,
    });
  } catch (error) {
    await heartbeat.stop();
    await pool.end();
    throw error;
  }
  counter.start();
  await startModules(runtimes);
  let isRunning = true;
  const ended = runner.promise
    .catch((error: unknown) => log.error({ err: error }, 'the job runner stopped by itself'))
    .finally(() => {
      isRunning = false;
    });
  return {
    isRunning: () => isRunning,
    async stop() {
      if (isRunning) {
        await runner.stop();
      }
      await ended;
      await counter.stop();
      await heartbeat.stop();
      await pool.end();
    },
  };
}

async function startModules(runtimes: readonly SubgraphRuntime[]): Promise<void> {
  for (const runtime of runtimes) {
    const { name, onStart } = runtime.module;
    try {
      await onStart?.(runtime.contextFor({ caller: serviceCaller(name), requestId: `start-${name}` }));
    } catch (error) {
      runtime.log.error({ err: error }, 'the module’s start failed; its schedule takes over');
    }
  }
}

function cronEntries(runtimes: readonly SubgraphRuntime[]): CronEntry[] {
  return [pruneCron, ...runtimes.flatMap(({ module }) => module.cron)];
}

export function cronItems(runtimes: readonly SubgraphRuntime[]): ParsedCronItem[] {
  return parseCronItems(
    cronEntries(runtimes).map(({ task, schedule }) => ({
      task,
      match: schedule,
      identifier: task,
      // A run that is still waiting when the next is due is replaced: two would do the same work twice.
      options: { backfillPeriod: 0, jobKey: `cron:${task}`, jobKeyMode: 'preserve_run_at' as const },
    })),
  );
}
