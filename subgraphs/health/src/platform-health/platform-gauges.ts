import { Gauge, type Registry } from '@intendant/kit/metrics';
import type { HealthContext } from '../context.ts';
import { readPlatformGauges, type PlatformGaugesReading } from './read-gauges.ts';

const maximumAgeMs = 15_000;
// Shorter than Prometheus waits: a database that hangs leaves out these gauges and not the whole process.
const patienceMs = 3_000;

interface Figure {
  name: string;
  help: string;
  of: (reading: PlatformGaugesReading) => number | null;
}

const figures: readonly Figure[] = [
  {
    name: 'intendant_job_queue_depth',
    help: 'Jobs that are due and wait for a worker.',
    of: ({ depth }) => depth,
  },
  {
    name: 'intendant_job_queue_oldest_age_seconds',
    help: 'How long the oldest due job has waited; 0 when none waits.',
    of: ({ oldestJobAgeSeconds }) => Math.max(0, oldestJobAgeSeconds ?? 0),
  },
  {
    name: 'intendant_job_dead_letters',
    help: 'Jobs that used up their attempts and wait for a person.',
    of: ({ deadLetters }) => deadLetters,
  },
  {
    name: 'intendant_job_last_run_age_seconds',
    help: 'Time since a scheduled job last started; absent when none ever did.',
    of: ({ lastRunAgeSeconds }) => lastRunAgeSeconds,
  },
  {
    name: 'intendant_control_database_backup_age_seconds',
    help: 'Time since the last good backup of the control database, or since the installation while there was none.',
    of: ({ backupAgeSeconds }) => backupAgeSeconds,
  },
];

/**
 * What Prometheus sees of jobs and backups. However often it asks, one statement every 15 seconds answers it. What
 * cannot be read is left out rather than kept as it was; the rest of the metrics is served all the same.
 */
export function registerPlatformGauges(registry: Registry, contextFor: () => HealthContext): void {
  const read = sharedReading(contextFor);
  for (const { name, help, of } of figures) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const reading = await read();
        const value = reading && of(reading);
        if (value === null) {
          this.remove();
        } else {
          this.set(value);
        }
      },
    });
  }
  new Gauge({
    name: 'intendant_job_failures_last_hour',
    help: 'Attempts of jobs that failed within the last hour, by task.',
    labelNames: ['task'],
    registers: [registry],
    async collect() {
      const reading = await read();
      this.reset();
      for (const { task, count } of reading?.failures ?? []) {
        this.set({ task }, count);
      }
    },
  });
}

/** One reading for all gauges of a scrape and for the scrapes of 15 seconds; null when it failed. */
function sharedReading(contextFor: () => HealthContext): () => Promise<PlatformGaugesReading | null> {
  let last: { at: number; reading: Promise<PlatformGaugesReading | null> } | null = null;
  return () => {
    const ctx = contextFor();
    const now = ctx.clock.now();
    if (last === null || now.getTime() - last.at >= maximumAgeMs) {
      last = { at: now.getTime(), reading: readOrNull(ctx, now) };
    }
    return last.reading;
  };
}

async function readOrNull({ em, log }: HealthContext, now: Date): Promise<PlatformGaugesReading | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database did not answer in time.')), patienceMs);
  });
  try {
    return await Promise.race([readPlatformGauges(em, now), timeout]);
  } catch (error) {
    log.warn({ err: error }, 'the gauges of jobs and backups could not be read');
    return null;
  } finally {
    clearTimeout(timer);
  }
}
