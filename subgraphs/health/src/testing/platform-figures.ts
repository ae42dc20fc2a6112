import { announceChange } from '@intendant/kit/testing/announce-change';
import { aService } from '@intendant/kit/testing/callers';
import type { PlatformHealth } from '../generated/resolvers.ts';
import { platformChangedTopic } from '../live/health-changed.ts';
import { platformHealth } from '../platform-health/platform-health.ts';
import type { HealthDatabase } from './health-database.ts';

/** The platform's own figures as they are now, whatever was computed before. */
export async function platformFigures(db: HealthDatabase): Promise<PlatformHealth> {
  announceChange(db.pubsub, platformChangedTopic);
  return platformHealth(db.health(), 'current');
}

/** Runs a scheduled job of the module as the runner would. */
export async function runJob(db: HealthDatabase, name: string): Promise<void> {
  const job = db.runtime('health').module.jobs[name];
  if (!job) {
    throw new Error(`There is no job ${name}.`);
  }
  await job(db.health(aService('health')), {});
}
