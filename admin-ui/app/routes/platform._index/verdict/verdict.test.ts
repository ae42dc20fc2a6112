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
