import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { asOf, aPlatformHealth, warns } from '#app/testing/platform-fixture.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/system-metrics';

const latency = { requests: 100, errors: 1, p50LatencyMs: 8, p95LatencyMs: 41, p99LatencyMs: 90 };
const systemMetrics = {
  from: asOf,
  to: asOf,
  stepSeconds: 900,
  asOf,
  api: [{ at: asOf, ...latency }],
  queue: [{ at: asOf, depth: 3, oldestJobAgeSeconds: 1, succeeded: 212, failed: 2 }],
  database: [{ at: asOf, connections: 12, sizeBytes: 41_000_000, slowQueries: 0 }],
  operations: [{ operation: 'PlatformOverview', ...latency }],
  services: [{ service: 'health', ...latency, lastAnswerAt: asOf }],
};

function aHealth() {
  const { api, queue, database, jobs, ...rest } = aPlatformHealth();
  return {
    ...rest,
    api,
    queue: {
      ...queue,
      deadLetters: 4,
      deadLetters24h: 2,
      deadLettersAssessment: warns(1),
      waitingDeadLettersAssessment: warns(1),
      state: 'WARN',
    },
    database: { ...database, serverVersion: '18.4', lastBackupBytes: 18_000_000 },
    jobs: jobs.map((job) => ({ ...job, lastDurationMs: 42 })),
  };
}

const everything = {
  systemMetrics,
  platformHealth: aHealth(),
  statements: [
    {
      id: 's1',
      text: 'select 1',
      role: 'intendant_health',
      calls: 12,
      meanMs: 700,
      totalMs: 8_400,
      isSlow: true,
    },
  ],
  databaseBackups: [
    {
      startedAt: asOf,
      finishedAt: asOf,
      status: 'FAILED',
      sizeBytes: null,
      archive: null,
      error: 'disk full',
    },
  ],
};

function show(search = '', answer: Answers[string] = { data: everything }, permissions = roles.viewer) {
  const { context, calls } = fakeGateway({ Caller: aViewer(permissions), SystemMetrics: answer });
  renderRoute(route, { path, at: `${path}${search}`, context });
  return () => calls.filter((call) => call.operation === 'SystemMetrics').at(-1)?.variables;
}

test('begins with how the platform stands and as of when', async () => {
  show();

  expect(await screen.findByText(/^The platform serves, with warnings\./)).toBeVisible();
});

test('shows figures beside their lines, and a way to what is beyond one', async () => {
  show();

  const letters = (await screen.findByText('Dead letters 24 h')).closest('div');
  expect(letters).toHaveTextContent('2, warnWarn at 1');
  expect(screen.getByRole('link', { name: 'Dead letters' })).toHaveAttribute('href', `${path}/dead-letters`);
  expect(screen.getByText('disk full')).toBeVisible();
});

test('says that workers are silent, which jobs are overdue, and that no backup was made yet', async () => {
  const health = aHealth();
  const isSilent = { state: 'CRITICAL', warnAt: null, criticalAt: 300 };
  const platformHealth = {
    ...health,
    queue: { ...health.queue, state: 'CRITICAL', lastRunAgeSeconds: 720, lastRunAssessment: isSilent },
    database: {
      ...health.database,
      lastBackupAt: null,
      backupAssessment: { state: 'UNKNOWN', warnAt: 12, criticalAt: 48 },
    },
    jobs: health.jobs.map((job) => ({ ...job, state: 'CRITICAL', isOverdue: true })),
  };
  show('', { data: { ...everything, platformHealth } });

  expect(await screen.findByText('No job has run for 12 min')).toBeVisible();
  expect(screen.getByText(/^A part of the platform is critical\./)).toBeVisible();
  expect(within(screen.getByRole('table', { name: 'Jobs' })).getByText('Overdue')).toBeVisible();
  expect(screen.getByText('Last backup').closest('div')).toHaveTextContent('Last backupnone yet');
});

test('says that backups are not configured, and who knows what is missing', async () => {
  const health = aHealth();
  const database = { ...health.database, lastBackupAt: null, isBackupConfigured: false };
  const data = { ...everything, platformHealth: { ...health, database }, databaseBackups: [] };
  show('', { data });

  expect(await screen.findByText(/^Backups are not configured\./)).toBeVisible();
  expect(screen.getByText('Last backup').closest('div')).toHaveTextContent('not configured');
});

test('every chart has its figures as a table', async () => {
  show();
  await screen.findByText('Latency');

  expect(screen.getAllByText('Show as table')).toHaveLength(screen.getAllByRole('img').length);
  await userEvent.click(screen.getAllByText('Show as table')[0] ?? document.body);

  const table = within(screen.getByRole('table', { name: /^Latency of the API/ }));
  expect(table.getAllByRole('columnheader').map((cell) => cell.textContent)).toEqual([
    'Time',
    'Median',
    'p95',
    'p99',
  ]);
  expect(table.getByRole('cell', { name: '41 ms' })).toBeVisible();
});

test.each([
  [/^Age of the oldest due job over time: at most 1 min 30 s/, ['Greatest age in s'], ['1 min 30 s']],
  [/^Jobs over time: 212 done, 2 attempts failed/, ['Done', 'Failed attempts'], ['212', '2']],
  [/^Size of the control database over time: at most 41 MB/, ['Size in MB'], ['41 MB']],
  [/^Slow statements of the control database over time: 3\./, ['Slow statements'], ['3']],
])('charts %s, and gives the same as a table', async (summary, columns, cells) => {
  const data = {
    ...everything,
    systemMetrics: {
      ...systemMetrics,
      queue: [{ at: asOf, depth: 3, oldestJobAgeSeconds: 90, succeeded: 212, failed: 2 }],
      database: [{ at: asOf, connections: 12, sizeBytes: 41_000_000, slowQueries: 3 }],
    },
  };
  show('', { data });

  expect(await screen.findByRole('img', { name: summary })).toBeInTheDocument();
  const table = screen.getByRole('table', { name: summary, hidden: true });
  const textOf = (role: string) =>
    within(table)
      .getAllByRole(role, { hidden: true })
      .map(({ textContent }) => textContent);
  expect(textOf('columnheader')).toEqual(['Time', ...columns]);
  expect(textOf('cell')).toEqual(cells);
});

test('charts say what is missing where nothing was measured', async () => {
  const data = {
    ...everything,
    systemMetrics: {
      ...systemMetrics,
      queue: [{ at: asOf, depth: null, oldestJobAgeSeconds: null, succeeded: null, failed: null }],
      database: [{ at: asOf, connections: null, sizeBytes: null, slowQueries: null }],
    },
  };
  show('', { data });

  expect(await screen.findByText('No job had to wait in this time.')).toBeVisible();
  expect(screen.getByText('What jobs did in this time is not kept any more.')).toBeVisible();
  expect(screen.getAllByText('The database was not sampled in this time.')).toHaveLength(2);
});

test('asks for the preset of the address, and for a window of one’s own', async () => {
  const asked = show('?range=7d');
  await screen.findByText('Latency');
  expect(asked()).toEqual({ window: { range: 'D7' } });
});

test('asks for a window of one’s own', async () => {
  const from = new Date(Date.now() - 7_200_000).toISOString();
  const asked = show(`?from=${from}`);

  await screen.findByText('Latency');
  expect(asked()).toEqual({ window: { from } });
});

test('says what is wrong with a window, and shows the usual one', async () => {
  const asked = show('?from=2001-01-01');

  expect(await screen.findByText(/more than 90 days ago/)).toBeVisible();
  expect(asked()).toEqual({ window: { range: 'H24' } });
});

test('blanks only what did not answer', async () => {
  show('', { data: { ...everything, systemMetrics: null }, errors: [{ message: 'down' }] });

  expect((await screen.findAllByText(/^Health did not answer/)).length).toBeGreaterThan(0);
  expect(screen.getByRole('table', { name: 'Jobs' })).toBeVisible();
  expect(screen.getByRole('table', { name: 'Statements of the last hour' })).toBeVisible();
});

test('says that nothing was measured instead of drawing nothing', async () => {
  const nothing = {
    ...systemMetrics,
    api: [{ at: asOf, requests: 0, errors: 0, p50LatencyMs: null, p95LatencyMs: null, p99LatencyMs: null }],
    operations: [],
    services: [],
  };
  show('', { data: { ...everything, systemMetrics: nothing } });

  expect(await screen.findAllByText('No request was answered in this time.')).toHaveLength(3);
  expect(screen.getByText('The gateway asked no service in this time.')).toBeVisible();
});

test('shuts out who may not see health', async () => {
  show('', undefined, roles.billing);

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
