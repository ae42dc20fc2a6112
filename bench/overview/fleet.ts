import type { ApiClient } from '../load/api-client.ts';
import { random } from '../load/random.ts';

const planKeys = ['free', 'pro', 'agency', 'enterprise'] as const;
const hourMs = 3_600_000;
const batchSize = 1_000;

/**
 * A fleet through the public API: tenants over all plans, and events of the last days by a heavy-tailed activity, some
 * tenants with failures, drift and failing credentials. The same numbers make the same fleet.
 */
export async function createFleet(client: ApiClient, tenants: number, events: number): Promise<void> {
  for (let index = 0; index < tenants; index += 1) {
    const tenantId = await client.createTenant(slugOf(index));
    const planKey = planKeys[index % planKeys.length] ?? 'free';
    if (planKey !== 'free') {
      await client.changePlan(tenantId, planKey);
    }
  }
  const now = Date.now();
  for (let from = 0; from < events; from += batchSize) {
    const size = Math.min(batchSize, events - from);
    await client.sendEvents(
      Array.from({ length: size }, (_, offset) => eventOf(from + offset, tenants, now)),
    );
  }
}

function slugOf(index: number): string {
  return `bench-${index}`;
}

function eventOf(index: number, tenants: number, now: number): object {
  // The cube makes a few tenants busy and most quiet.
  const tenant = Math.floor(random(index, 1) ** 3 * tenants);
  // Windows of the dashboard end an hour, a day and a week back. Nothing happens near their ends, so that answers
  // computed a minute apart are equal.
  const day = Math.floor(random(index, 2) * 6);
  const time = now - day * 24 * hourMs - (3 + random(index, 3) * 18) * hourMs;
  const envelope = {
    specversion: '1.0',
    id: String(index),
    source: '/bench/fleet',
    subject: slugOf(tenant),
    time: new Date(time).toISOString(),
  };
  const environment = 'production';
  if (tenant % 9 === 4 && random(index, 4) < 0.05) {
    const data = { environment, summary: 'One declared variable has another value.' };
    return { ...envelope, type: 'drift.detected', data };
  }
  if (tenant % 11 === 5 && random(index, 4) < 0.05) {
    const data = { credential: 'calendar-oauth', errorMessage: '401 Unauthorized' };
    return { ...envelope, type: 'credential.failed', data };
  }
  const hasFailed = random(index, 5) < (tenant % 7 === 3 ? 0.25 : 0.02);
  const data = {
    workflow: `workflow-${Math.floor(random(index, 6) * 12)}`,
    environment,
    outcome: hasFailed ? 'FAILED' : 'SUCCEEDED',
    durationMs: Math.round(Math.exp(3 + random(index, 7) * 5)),
    ...(hasFailed && { errorCode: 'TIMEOUT', errorMessage: 'The upstream did not answer.' }),
  };
  return { ...envelope, type: 'execution.finished', data };
}
