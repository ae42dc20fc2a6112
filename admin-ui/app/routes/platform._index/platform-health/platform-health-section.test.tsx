import '@testing-library/jest-dom';
import { createRemixStub } from '@remix-run/testing';
import { render, screen, within } from '@testing-library/react';
import type { PlatformHealthPartFragment } from '#app/gql/graphql.ts';
import { NowProvider } from '#app/lib/now.tsx';
import { asOf, aPlatformHealth, isFine, warns } from '#app/testing/platform-fixture.ts';
import '#app/testing/quiet-router.ts';
import { PlatformHealthSection } from './platform-health-section.tsx';

const { queue, database, jobs } = aPlatformHealth();
const isCritical = { state: 'CRITICAL' as const, warnAt: null, criticalAt: 300 };
const isUnknown = { state: 'UNKNOWN' as const, warnAt: 12, criticalAt: 48 };

async function show(changes: Partial<PlatformHealthPartFragment>): Promise<void> {
  const health = aPlatformHealth(changes);
  const Stub = createRemixStub([
    {
      path: '/',
      Component: () => (
        <NowProvider now={Date.parse(asOf)}>
          <PlatformHealthSection health={health} />
        </NowProvider>
      ),
    },
  ]);
  render(<Stub />);
  await screen.findByRole('heading', { name: 'Platform health' });
}

/** The tile of that name, as one reads it. */
function tile(name: string): HTMLElement {
  const card = screen.getByRole('heading', { name }).closest<HTMLElement>('.card');
  if (!card) throw new Error(`There is no tile ${name}.`);
  return card;
}

test('says in words that workers are silent', async () => {
  await show({
    queue: { ...queue, state: 'CRITICAL', lastRunAgeSeconds: 720, lastRunAssessment: isCritical },
  });

  expect(tile('Workers')).toHaveTextContent(/^WorkersCritical/);
  expect(within(tile('Workers')).getByText('No job has run for 12 min')).toBeVisible();
});

test('says nothing of silence while jobs run', async () => {
  await show({});

  expect(tile('Workers')).not.toHaveTextContent('No job has run');
});

test('shows dead letters that wait beside those of the day', async () => {
  await show({
    queue: {
      ...queue,
      state: 'WARN',
      deadLetters24h: 2,
      deadLetters: 40,
      waitingDeadLettersAssessment: warns(1),
    },
  });

  expect(within(tile('Workers')).getByRole('link', { name: /waiting/ })).toHaveTextContent(
    '2 in 24 h · 40 waiting, warn',
  );
});

test.each([
  [false, isUnknown, 'not configured', false],
  [true, isUnknown, 'none yet', true],
  [true, warns(12), 'none yet, warn', true],
])(
  'without a backup, configured or not (%s), it says so',
  async (isBackupConfigured, assessment, text, hasLimit) => {
    await show({
      database: { ...database, lastBackupAt: null, isBackupConfigured, backupAssessment: assessment },
    });

    expect(within(tile('Database')).getByText('Last backup').closest('div')).toHaveTextContent(
      `Last backup${text}`,
    );
    expect(tile('Database').textContent?.includes('12 h')).toBe(hasLimit);
  },
);

test('tells jobs that are overdue from those that fail, and keeps the order of the API', async () => {
  await show({
    jobs: jobs.flatMap((job) => [
      {
        ...job,
        name: 'a:failing',
        state: 'CRITICAL' as const,
        lastStatus: 'FAILED' as const,
        failures24h: 3,
      },
      { ...job, name: 'a:late', state: 'CRITICAL' as const, isOverdue: true },
      { ...job, name: 'z:key' },
      { ...job, name: 'a:other' },
    ]),
  });

  expect(tile('Jobs')).toHaveTextContent(/^Jobs1 overdue, 1 failing/);
  expect(
    within(tile('Jobs'))
      .getAllByRole('term')
      .map((term) => term.textContent),
  ).toEqual(['Critical failing', 'Overdue late', 'OK key', 'OK other']);
  expect(within(tile('Jobs')).getByRole('link', { name: 'All 4 jobs' })).toBeVisible();
});

test('leaves workers and jobs out where none was ever registered nor the queue sampled', async () => {
  await show({ jobs: [], queue: { ...queue, depthByMinute: [null, null], lastRunAssessment: isFine() } });

  expect(screen.getAllByRole('heading', { level: 3 }).map((heading) => heading.textContent)).toEqual([
    'API',
    'Database',
  ]);
  expect(screen.getByText('2 OK')).toBeVisible();
});
