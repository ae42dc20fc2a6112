import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/system-metrics/dead-letters';

const aLetter = (id: string) => ({
  id,
  name: 'billing:rate-usage',
  payload: { tenantId: id },
  attempts: 25,
  error: 'out of paper',
  createdAt: '2026-11-20T08:42:00.000Z',
  failedAt: '2026-11-20T09:42:00.000Z',
});
const letters = (nodes: object[], total = nodes.length) => ({
  deadLetters: {
    totalCount: total,
    pageInfo: { hasNextPage: total > nodes.length, endCursor: 'next' },
    nodes,
  },
});

type Given = { search?: string; permissions?: string[]; answers?: Answers };

function show({ search = '', permissions = roles.admin, answers = {} }: Given = {}) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    DeadLetters: { data: letters([aLetter('d1'), aLetter('d2')]) },
    RetryDeadLetters: { data: { retryDeadLetters: { ids: ['d1', 'd2'], userErrors: [] } } },
    DiscardDeadLetters: { data: { discardDeadLetters: { ids: ['d1'], userErrors: [] } } },
    ...answers,
  });
  renderRoute(route, { path, at: `${path}${search}`, context });
  return (operation: string) =>
    calls.filter((call) => call.operation === operation).map(({ variables }) => variables);
}

test('shows what each job was to do and why it failed, and keeps the filter while paging', async () => {
  show({
    search: '?name=billing:rate-usage',
    answers: { DeadLetters: { data: letters([aLetter('d1')], 60) } },
  });

  expect(await screen.findByText('out of paper')).toBeVisible();
  expect(screen.getByText('60 jobs used up their attempts.', { exact: false })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Next' })).toHaveAttribute(
    'href',
    `${path}?name=billing%3Arate-usage&after=next`,
  );
});

test('retries all of a page at once, once', async () => {
  const sent = show();
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Choose all' }));

  await userEvent.dblClick(screen.getByRole('button', { name: 'Retry' }));

  await waitFor(() => expect(sent('RetryDeadLetters')).toEqual([{ input: { ids: ['d1', 'd2'] } }]));
});

test.each(['Retry', 'Discard…'])('says that nothing was chosen: %s', async (name) => {
  const sent = show();

  await userEvent.click(await screen.findByRole('button', { name }));

  expect(await screen.findByRole('alert')).toHaveTextContent('Choose at least one dead letter.');
  expect([...sent('RetryDeadLetters'), ...sent('DiscardDeadLetters')]).toEqual([]);
});

test('asks for a reason before it gives work up', async () => {
  const sent = show();
  await userEvent.click(
    (await screen.findAllByRole('checkbox', { name: /^Choose billing/ }))[0] ?? document.body,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Discard…' }));
  const dialog = await screen.findByRole('alertdialog', { name: 'Discard 1 dead letter?' });
  expect(dialog).toHaveTextContent('what it was to do will not happen');

  await userEvent.type(screen.getByLabelText('Reason'), 'No longer needed');
  await userEvent.dblClick(screen.getByRole('button', { name: 'Discard 1 dead letter' }));

  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(sent('DiscardDeadLetters')).toEqual([{ input: { ids: ['d1'], reason: 'No longer needed' } }]);
});

test('keeps the reason when the API refuses, and says why', async () => {
  const userErrors = [{ message: 'It was retried meanwhile.', field: ['input', 'ids'] }];
  show({
    search: '?discard=d1',
    answers: { DiscardDeadLetters: { data: { discardDeadLetters: { ids: null, userErrors } } } },
  });
  await userEvent.type(await screen.findByLabelText('Reason'), 'No longer needed');

  await userEvent.click(screen.getByRole('button', { name: 'Discard 1 dead letter' }));

  expect(await screen.findByRole('alert')).toHaveTextContent('It was retried meanwhile.');
  expect(screen.getByLabelText('Reason')).toHaveValue('No longer needed');
});

test('says what an empty list means', async () => {
  show({ answers: { DeadLetters: { data: letters([]) } } });

  expect(await screen.findByRole('heading', { name: 'No dead letters' })).toBeVisible();
  expect(screen.getByText('No job waits for a person.')).toBeVisible();
});

test('leads out of a filter that nothing meets', async () => {
  show({ search: '?name=x', answers: { DeadLetters: { data: letters([]) } } });

  expect(await screen.findByRole('heading', { name: 'No dead letter matches' })).toBeVisible();
});

test('says which source failed', async () => {
  show({ answers: { DeadLetters: { data: { deadLetters: null }, errors: [{ message: 'down' }] } } });

  expect(await screen.findByText(/^Health did not answer/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('offers who may not change jobs nothing to choose', async () => {
  show({ permissions: roles.support, search: '?discard=d1' });

  await screen.findByRole('table');
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.queryByRole('alertdialog')).toBeNull();
});
