import type { StandaloneEnv } from '../env.ts';
import { hasTenants } from './has-tenants.ts';
import type { Platform } from '../instance/platform.ts';
import { startProgress } from '../terminal/progress.ts';
import { readFleetState } from './fleet-state.ts';
import { giveBackMemory } from './give-back-memory.ts';
import { startLiveDriver } from './live-driver.ts';
import { loadFleet } from './load-fleet.ts';
import { waitForJobs } from './wait-for-jobs.ts';

export interface OpenDemo {
  stop(): Promise<void>;
}

export interface DemoOptions {
  env: StandaloneEnv;
  url: string;
  stop: AbortSignal;
  /** Whether the fleet may be loaded when the database is empty. */
  mayLoad: boolean;
}

/**
 * Loads the demo fleet into an empty database, or ends a loading that was interrupted, and lets it live from then on.
 * A fleet that was removed stays away.
 */
export async function openDemo(
  platform: Platform,
  { env, url, stop, mayLoad }: DemoOptions,
): Promise<OpenDemo> {
  const found = await readFleetState(platform.demo.em.fork());
  if (await isToBeLoaded(platform, found, mayLoad)) {
    await loadWithProgress(platform, stop).catch((error: unknown) => {
      // The instance itself is well; the next start goes on with the fleet.
      platform.log.error({ err: error }, 'the demo fleet could not be loaded');
    });
  }
  const driver = startLiveDriver(platform, { url, dataDir: env.dataDir });
  return { stop: () => driver.stop() };
}

/** Whether the fleet is there, or `openDemo` is going to load it. */
export async function expectsFleet(platform: Platform, mayLoad: boolean): Promise<boolean> {
  const state = await readFleetState(platform.demo.em.fork());
  return state?.status === 'LOADED' || isToBeLoaded(platform, state, mayLoad);
}

/** An interrupted load goes on; a first one needs an empty database, and leave. */
async function isToBeLoaded(
  platform: Platform,
  state: Awaited<ReturnType<typeof readFleetState>>,
  mayLoad: boolean,
): Promise<boolean> {
  return state ? state.status === 'LOADING' : mayLoad && !(await hasTenants(platform));
}

/** Loads the fleet and waits until every subgraph has heard of it. */
export async function loadWithProgress(platform: Platform, stop: AbortSignal): Promise<void> {
  const startedAt = Date.now();
  const bar = startProgress('Loading the demo fleet', 100);
  try {
    const report = await loadFleet(platform, {
      stop,
      onProgress: (done) => bar.update(Math.round(done * 100)),
    });
    bar.stop();
    if (report.isComplete) {
      await waitForJobs(platform);
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      process.stdout.write(
        `  Demo fleet: ${report.tenants} tenants, ${report.events.toLocaleString('en')} events in ${seconds} s\n`,
      );
      giveBackMemory();
    }
  } finally {
    bar.stop();
  }
}
