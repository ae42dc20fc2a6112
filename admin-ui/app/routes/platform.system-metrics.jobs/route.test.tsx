import { screen, within } from '@testing-library/react';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/system-metrics/jobs';

const aRun = {
  id: 'r1',
  name: 'health:evaluate-risk',
  startedAt: '2026-11-20T09:42:00.000Z',
  durationMs: 1_250,
  attempt: 2,
  status: 'FAILED',
  error: 'out of paper',
};
const platformHealth = { jobs: [{ name: 'platform:prune' }, { name: 'health:evaluate-risk' }] };
const runs = (nodes: object[], hasNextPage = false) => ({
  jobRuns: { pageInfo: { hasNextPage, endCursor: 'next' }, nodes },
  platformHealth,
});

function show(
  search = '',
  answer: Answers[string] = { data: runs([aRun], true) },
  permissions = roles.viewer,
) {
  const { context, calls } = fakeGateway({ Caller: aViewer(permissions), JobRuns: answer });
  renderRoute(route, { path, at: `${path}${search}`, context });
  return () => calls.find((call) => call.operation === 'JobRuns')?.variables;
}

test('tells how each run ended and why, and keeps the job while paging', async () => {
  const asked = show('?name=health:evaluate-risk&after=c1');

  const row = within((await screen.findAllByRole('row')).at(-1) ?? document.body);
  expect(row.getByText('Failed')).toBeVisible();
  expect(row.getByText('out of paper')).toBeVisible();
  expect(asked()).toEqual({ name: 'health:evaluate-risk', first: 50, after: 'c1' });
  expect(screen.getByRole('link', { name: 'Next' })).toHaveAttribute(
    'href',
    `${path}?name=health%3Aevaluate-risk&after=c1&after=next`,
  );
});

test('says what an empty list means', async () => {
  show('', { data: runs([]) });

  expect(await screen.findByRole('heading', { name: 'No job has run yet' })).toBeVisible();
});

test('leads out of a job that never ran', async () => {
  show('?name=platform:prune', { data: runs([]) });

  expect(await screen.findByRole('heading', { name: 'No run matches' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Clear all filters' })).toHaveAttribute('href', path);
});

test('says which source failed', async () => {
  show('', { data: { jobRuns: null, platformHealth: null }, errors: [{ message: 'down' }] });

  expect(await screen.findByText(/^Health did not answer/)).toBeVisible();
});

test('shuts out who may not see health', async () => {
  show('', undefined, roles.billing);

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
