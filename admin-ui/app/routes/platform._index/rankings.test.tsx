import { screen, within } from '@testing-library/react';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { overviewAnswers } from '#app/testing/overview-fixture.ts';
import { aFleet, aRank, aUsage } from '#app/testing/platform-fixture.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

/** The dashboard of a viewer, with these answers in place of the usual ones. */
function renderDashboard(changes: Record<string, unknown> = {}, at = '/platform') {
  const data = { ...Object.assign({}, ...Object.values(overviewAnswers)), ...changes };
  const { context } = fakeGateway({ Caller: aViewer(roles.viewer), PlatformOverview: { data } });
  renderRoute(route, { path: '/platform', at, context });
}

const region = (name: string) => screen.findByRole('region', { name });

/** Text and address of the link behind each ranking. */
async function allLinks(section: string): Promise<(string | null)[][]> {
  return within(await region(section))
    .getAllByRole('link', { name: /^All/ })
    .map((link) => [link.textContent, link.getAttribute('href')]);
}

test('each ranking of tenants in trouble leads to as many rows as it says, in its order', async () => {
  renderDashboard({ fleetHealth: aFleet({ total: 60, withDrift7d: 9, withCredentialFailures7d: 4 }) });

  expect(await allLinks('Tenant health')).toEqual([
    ['All 60', '/platform/tenants?sort=FAILURE_RATE_24H'],
    ['All 9', '/platform/tenants?sort=DRIFT_7D&drift=true'],
    ['All 4', '/platform/tenants?sort=CREDENTIAL_FAILURES_7D&credentials=true'],
  ]);
});

test.each([
  ['/platform', '/platform/tenants?sort=EXECUTIONS_24H'],
  ['/platform?executions=7d', '/platform/tenants?sort=EXECUTIONS_7D'],
])('each ranking of usage on %s leads to all tenants in its order', async (at, byExecutions) => {
  renderDashboard({}, at);

  expect(await allLinks('Usage and capacity')).toEqual([
    ['All 60', byExecutions],
    ['All 60', '/platform/tenants?sort=WORKFLOWS'],
    ['All 60', '/platform/tenants?sort=ENVIRONMENTS'],
  ]);
});

test('a ranking leads to no list where no tenant has its place', async () => {
  renderDashboard({ fleetHealth: aFleet({ total: 60, withDrift7d: 0, withCredentialFailures7d: 0 }) });

  expect((await allLinks('Tenant health')).map(([text]) => text)).toEqual(['All 60']);
});

test('ranks drift by environments, and says how often and when last', async () => {
  const drifted = { value: 3, count: 7, total: null, lastAt: '2026-11-20T07:41:00.000Z' };
  renderDashboard({ byDrift: [aRank(drifted)] });

  const ranking = await screen.findByRole('table', { name: 'Drift 7 d' });

  expect(within(ranking).getByRole('columnheader', { name: 'Drifted' })).toBeVisible();
  expect(within(ranking).getByRole('cell', { name: '3' })).toBeVisible();
  expect(within(ranking).getByRole('cell', { name: /^7× · / })).toBeVisible();
});

test('ranks credential failures by credentials, and says how often and when last', async () => {
  const failing = { value: 1, count: 1, total: null, lastAt: '2026-11-20T07:41:00.000Z' };
  renderDashboard({ byCredentialFailures: [aRank(failing)] });

  const ranking = await screen.findByRole('table', { name: 'Credential failures 7 d' });

  expect(within(ranking).getByRole('columnheader', { name: 'Failing' })).toBeVisible();
  expect(within(ranking).getByRole('cell', { name: /^1× · / })).toBeVisible();
});

test('active and silent tenants lead to those who are', async () => {
  renderDashboard({ fleetHealth: aFleet({ total: 60, active7d: 52, active30d: 56 }) });

  const health = await region('Tenant health');

  const to = (name: string) => within(health).getByRole('link', { name }).getAttribute('href');
  expect(to('52 of 60')).toBe('/platform/tenants?sort=LAST_ACTIVITY_AT&active=7d');
  expect(to('56 in 30 d')).toBe('/platform/tenants?sort=LAST_ACTIVITY_AT&active=30d');
  expect(to('4 silent')).toBe('/platform/tenants?sort=LAST_ACTIVITY_AT&active=silent');
});

test('the tenants’ own API requests lead nowhere that counts others', async () => {
  renderDashboard();

  const usage = await region('Usage and capacity');

  expect(within(usage).getByRole('heading', { name: 'Tenants’ API requests 24 h' })).toBeVisible();
  const links = within(usage).getAllByRole('link');
  expect(links.map((link) => link.getAttribute('href')).filter((href) => href?.endsWith('#api'))).toEqual([]);
});

test('storage names the control database, whose lines they are, and leads to who keeps most objects', async () => {
  const storageAssessment = { state: 'OK' as const, warnAt: 50e9, criticalAt: 100e9 };
  renderDashboard({
    usage: aUsage({ storageDatabaseBytes: 41e6, storageObjectBytes: 132e10, storageAssessment }),
  });

  const usage = await region('Usage and capacity');

  expect(within(usage).getByText('Control database')).toBeVisible();
  expect(within(usage).getByText('Control database: warn at 50 GB, critical at 100 GB')).toBeVisible();
  expect(within(usage).getByRole('link', { name: '1.3 TB' })).toHaveAttribute(
    'href',
    '/platform/tenants?sort=STORAGE',
  );
});

test('object storage that nobody counted is unknown, and says what would count it', async () => {
  renderDashboard({ usage: aUsage({ storageObjectBytes: null }) });

  const usage = await region('Usage and capacity');

  expect(within(usage).getByText('Objects').nextSibling).toHaveTextContent(/^–$/);
  expect(within(usage).getByText(/^No tenant reported its objects/)).toBeVisible();
});
