import type { PlatformHealthPartFragment } from '#app/gql/graphql.ts';
import { aPlatformHealth, warns } from '#app/testing/platform-fixture.ts';
import { fleetVerdict, healthCounts, platformSentence, revenueVerdict, verdictText } from './verdict.ts';

test.each([
  [{ total: 60, atRisk: 6, critical: 3 }, '6 of 60 tenants need you, 3 of them critically.'],
  [{ total: 60, atRisk: 2, critical: 2 }, '2 of 60 tenants need you, all of them critically.'],
  [{ total: 60, atRisk: 1, critical: 1 }, '1 of 60 tenants needs you, critically.'],
  [{ total: 60, atRisk: 4, critical: 0 }, '4 of 60 tenants need you.'],
  [{ total: 1, atRisk: 1, critical: 0 }, 'The only tenant needs you.'],
  [{ total: 60, atRisk: 0, critical: 0 }, 'No tenant needs you now.'],
  [{ total: 0, atRisk: 0, critical: 0 }, 'No tenants yet.'],
])('concludes from %j', (fleet, sentence) => {
  expect(verdictText(fleetVerdict(fleet))).toBe(sentence);
});

test('says quietly that the platform serves normally', () => {
  expect(platformSentence(aPlatformHealth())).toBe('The platform serves normally.');
});

test('names what is beyond its limit, with the figure', () => {
  const health: PlatformHealthPartFragment = aPlatformHealth({
    queue: {
      ...aPlatformHealth().queue,
      state: 'WARN',
      depth: 1284,
      oldestJobAgeSeconds: 372,
      depthAssessment: warns(1000),
    },
  });

  expect(platformSentence(health)).toBe('1,284 jobs wait, the oldest for 6 min 12 s.');
  expect(healthCounts(health)).toEqual({ worst: 'warn', text: '1 Warn, 3 OK' });
});

test('does not call missing data a trouble', () => {
  const health = aPlatformHealth({ api: { ...aPlatformHealth().api, state: 'UNKNOWN' } });

  expect(platformSentence(health)).toBe('The platform serves normally.');
});

test('concludes from the money for those who see only that', () => {
  const overdue = { amountCents: 69_800, currency: 'EUR' };

  expect(verdictText(revenueVerdict({ delinquentTenants: 2, overdue }))).toBe('2 tenants owe you €698.00.');
});

test('names a backup that is overdue', () => {
  const { database } = aPlatformHealth();
  const health = aPlatformHealth({ database: { ...database, state: 'WARN', backupAssessment: warns(25) } });

  expect(platformSentence(health)).toBe('The last backup of the control database is older than 25 h.');
});

const isCritical = { state: 'CRITICAL' as const, warnAt: null, criticalAt: 300 };

test('names silent workers instead of each job that is overdue', () => {
  const { queue, jobs } = aPlatformHealth();
  const health = aPlatformHealth({
    queue: { ...queue, state: 'CRITICAL', lastRunAgeSeconds: 720, lastRunAssessment: isCritical },
    jobs: jobs.map((job) => ({ ...job, state: 'CRITICAL' as const, isOverdue: true })),
  });

  expect(platformSentence(health)).toBe('No job has run for 12 min.');
  expect(healthCounts(health)).toEqual({ worst: 'critical', text: '2 Critical, 2 OK' });
});

test('names a job that is overdue while others run', () => {
  const { jobs } = aPlatformHealth();
  const health = aPlatformHealth({
    jobs: jobs.map((job) => ({ ...job, state: 'CRITICAL' as const, isOverdue: true })),
  });

  expect(platformSentence(health)).toBe('Health:apply-retention is overdue.');
});

test.each([
  [0, 40, '40 dead letters wait for somebody.'],
  [0, 1, '1 dead letter waits for somebody.'],
  [2, 2, '2 jobs used up all attempts within 24 h.'],
  [2, 40, '2 jobs used up all attempts within 24 h, 40 wait in all.'],
])('names %d dead letters of the day and %d that wait', (deadLetters24h, deadLetters, sentence) => {
  const { queue } = aPlatformHealth();
  const health = aPlatformHealth({
    queue: {
      ...queue,
      state: 'WARN',
      deadLetters,
      deadLetters24h,
      deadLettersAssessment: deadLetters24h > 0 ? warns(1) : queue.deadLettersAssessment,
      waitingDeadLettersAssessment: warns(1),
    },
  });

  expect(platformSentence(health)).toBe(sentence);
});

test('counts nothing of workers that never were', () => {
  const { queue } = aPlatformHealth();
  const health = aPlatformHealth({ jobs: [], queue: { ...queue, depthByMinute: [null] } });

  expect(healthCounts(health)).toEqual({ worst: 'ok', text: '2 OK' });
});
