import { setTimeout as pause } from 'node:timers/promises';
import { startProgress } from '../terminal/progress.ts';
import type { Trace } from './azure-trace.ts';
import type { IntendantClient } from './intendant-client.ts';
import { planBatches } from './replay-plan.ts';
import { countExecutions, ensureTenants } from './replay-tenants.ts';
import { replayDay } from './replay-window.ts';
import type { ReplayProgress, ResumeFile } from './resume-file.ts';
import { sendBatches } from './send-batches.ts';

export interface ReplayOptions {
  trace: Trace;
  client: IntendantClient;
  resumeFile: ResumeFile;
  connections: number;
  /** Null sends as fast as the server takes it. */
  eventsPerSecond: number | null;
  start: string | undefined;
  stop: AbortSignal;
  say: (line: string) => void;
}

export interface ReplayReport {
  isComplete: boolean;
  /** Events sent by this run. */
  sent: number;
  /** Over this run and those it resumed. */
  accepted: number;
  duplicates: number;
  seconds: number;
  /** What the API counts; null when it could not be asked. */
  counted: number | null;
}

const batchSize = 1_000;
const rememberEveryMs = 1_000;
const patienceMs = 15_000;

/** Creates the tenants, sends what has not been sent, and compares the API's totals with the trace's. */
export async function replayTrace(options: ReplayOptions): Promise<ReplayReport> {
  const { trace, client, resumeFile, connections, stop, say } = options;
  const found = resumeFile.read();
  const progress: ReplayProgress = isSameRun(found, options.start)
    ? found
    : {
        dayStart: replayDay(trace.minutes, new Date(), options.start).toISOString(),
        batchSize,
        nextBatch: 0,
        accepted: 0,
        duplicates: 0,
      };
  const created = await createTenants(options);
  say(`${created} tenants created; the trace's day is ${progress.dayStart.slice(0, 10)}.`);
  if (progress.nextBatch > 0) {
    say(`Resuming after ${(progress.nextBatch * batchSize).toLocaleString('en')} events.`);
  }

  const before = progress.nextBatch * batchSize;
  const startedAt = Date.now();
  let sent = 0;
  let rememberedAt = 0;
  const bar = startProgress('Replaying', trace.invocations);
  bar.update(before);
  try {
    await sendBatches({
      batches: planBatches(trace, {
        dayStart: new Date(progress.dayStart),
        batchSize,
        skip: progress.nextBatch,
      }),
      connections,
      stop,
      async ingest(body, signal) {
        await keepPace(sent, startedAt, options.eventsPerSecond);
        return client.ingest(body, signal);
      },
      onStored(batch, result, nextBatch) {
        sent += batch.events;
        progress.accepted += result.accepted;
        progress.duplicates += result.duplicates;
        progress.nextBatch = nextBatch;
        bar.update(before + sent);
        if (Date.now() - rememberedAt > rememberEveryMs) {
          rememberedAt = Date.now();
          resumeFile.write(progress);
        }
      },
    });
  } finally {
    bar.stop();
    if (sent > 0) {
      resumeFile.write(progress);
    }
  }
  const seconds = (Date.now() - startedAt) / 1000;
  const isComplete = before + sent >= trace.invocations;
  const counted = isComplete ? await settledCount(client, trace) : null;
  if (isComplete) {
    resumeFile.remove();
  }
  return { isComplete, sent, accepted: progress.accepted, duplicates: progress.duplicates, seconds, counted };
}

/** A run resumes unless it asks for another day than the one it was begun with. */
function isSameRun(found: ReplayProgress | null, start: string | undefined): found is ReplayProgress {
  if (found === null || found.batchSize !== batchSize) {
    return false;
  }
  return start === undefined || new Date(start).getTime() === new Date(found.dayStart).getTime();
}

async function createTenants({ client, trace, connections, stop }: ReplayOptions): Promise<number> {
  const bar = startProgress('Creating tenants', trace.owners.length);
  try {
    return await ensureTenants(client, trace.owners, {
      connections,
      stop,
      onDone: (done) => bar.update(done),
    });
  } finally {
    bar.stop();
  }
}

/** The list of tenants is a projection that follows the last of them with a short delay. */
async function settledCount(client: IntendantClient, trace: Trace): Promise<number | null> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const counted = await countExecutions(client, trace.owners);
    if (counted === null || counted >= trace.invocations || Date.now() > giveUpAt) {
      return counted;
    }
    await pause(500);
  }
}

async function keepPace(sent: number, startedAt: number, eventsPerSecond: number | null): Promise<void> {
  if (eventsPerSecond !== null) {
    const dueAt = startedAt + (sent / eventsPerSecond) * 1000;
    await pause(Math.max(0, dueAt - Date.now()));
  }
}
