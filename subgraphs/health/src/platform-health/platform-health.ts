import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import type { HealthContext } from '../context.ts';
import type { PlatformHealth } from '../generated/resolvers.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import { platformChangedTopic } from '../live/health-changed.ts';
import { readApiHealth } from './read-api-health.ts';
import { readDatabaseHealth } from '../database-health/read-database-health.ts';
import { readJobHealth } from './read-job-health.ts';
import { readQueueHealth } from './read-queue-health.ts';

/** How the platform itself is doing; cached, a constant number of statements when it is not. */
export async function platformHealth(ctx: HealthContext, freshness?: Freshness): Promise<PlatformHealth> {
  authoriseFleet(ctx);
  return cachedSection(ctx, {
    key: 'platformHealth',
    compute: readPlatformHealth,
    topic: platformChangedTopic,
    freshness,
  });
}

async function readPlatformHealth(ctx: HealthContext): Promise<PlatformHealth> {
  const [api, queue, database, jobs] = await Promise.all([
    readApiHealth(ctx),
    readQueueHealth(ctx),
    readDatabaseHealth(ctx),
    readJobHealth(ctx),
  ]);
  return { api, queue, database, jobs, asOf: ctx.clock.now() };
}
