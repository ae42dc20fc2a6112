import { aFailure, anEvent, type HealthDatabase, type TenantFacts } from './health-database.ts';

/**
 * A tenant with something of everything health keeps: failures, drift, credentials, requests, resources, an unpaid
 * invoice, a trial, and requests refused by a rate limit; all of them in the last hour by the test's clock.
 */
export async function aTroubledTenant(
  db: HealthDatabase,
  overrides: Partial<TenantFacts> = {},
): Promise<string> {
  const subject = await db.aTenant(overrides);
  const minutesAgo = (minutes: number): string =>
    new Date(db.clock.now().getTime() - minutes * 60_000).toISOString();
  const event = (minutes: number, type: string, data: object): object =>
    anEvent({ subject, time: minutesAgo(minutes), type, data });
  const execution = { workflow: 'sync', environment: 'production', durationMs: 80 };
  await db.publishSubscription(subject, {
    status: 'TRIALING',
    isDelinquent: true,
    delinquentSince: minutesAgo(60),
    overdueCents: 4900,
  });
  await db.send([
    ...Array.from({ length: 20 }, () => aFailure({ subject, time: minutesAgo(20) })),
    event(10, 'execution.finished', {
      ...execution,
      outcome: 'FAILED',
      errorCode: 'TIMEOUT',
      errorMessage: 'The upstream did not answer.',
    }),
    event(9, 'execution.finished', { ...execution, outcome: 'SUCCEEDED' }),
    event(8, 'api.request', { status: 500, durationMs: 5 }),
    ...[7, 6, 5].map((minutes) =>
      event(minutes, 'drift.detected', { environment: 'production', summary: 'Tags differ.' }),
    ),
    event(4, 'drift.resolved', { environment: 'production' }),
    ...[7, 6, 5, 4, 3].map((minutes) =>
      event(minutes, 'credential.failed', { credential: 'stripe', errorMessage: 'The key expired.' }),
    ),
    event(2, 'credential.recovered', { credential: 'stripe' }),
    event(1, 'resources.counted', { workflows: 3, environments: 2, storageBytes: 5e9 }),
  ]);
  await db.select(
    `insert into rate_limit_minute (tenant_id, starts_at, caller_id, kind, gateway_id, is_api_key, caller_name, rejected,
       offered, limit_per_minute)
     values ($1, date_trunc('minute', $2::timestamptz), 'a-key', 'REQUESTS', 'a-gateway', true, 'ci', 7, 67, 60)`,
    [subject, minutesAgo(3)],
  );
  await db.drainJobs();
  await db.settled();
  return subject;
}
