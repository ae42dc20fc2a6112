import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LiveOutlet, LiveProvider } from '#app/components/live-outlet.tsx';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/incidents';
const asOf = '2026-11-20T09:42:00.000Z';

const anIncident = {
  id: 'i1',
  number: 12,
  title: 'Mail relay refuses call sheets',
  severity: 'CRITICAL',
  status: 'IDENTIFIED',
  tenantCount: 3,
  tenants: [{ id: 't1', name: 'Hanse Sinfonietta' }],
  leadName: null,
  openedAt: asOf,
  updatedAt: asOf,
  resolvedAt: null,
};
const figures = {
  open: 2,
  critical: 1,
  unassigned: 1,
  resolved7d: 4,
  asOf,
  assessment: { state: 'CRITICAL', warnAt: 1 },
};

function listOf(nodes: object[], total = nodes.length) {
  return {
    incidents: {
      totalCount: total,
      pageInfo: { hasNextPage: total > nodes.length, endCursor: 'next' },
      nodes,
    },
    incidentFigures: figures,
  };
}

function show(
  at: string,
  permissions = roles.support,
  answer: Answers[string] = { data: listOf([anIncident]) },
) {
  const { context, calls } = fakeGateway({ Caller: aViewer(permissions), IncidentList: answer });
  renderRoute(route, { path, at, context });
  return () => calls.filter((call) => call.operation === 'IncidentList').at(-1)?.variables;
}

test('says how many are open before it lists them, with whom each concerns and who leads', async () => {
  show(path);

  const row = within((await screen.findAllByRole('row')).at(-1) ?? document.body);
  expect(
    screen.getByText('2 incidents are open. 1 without a lead. 4 resolved within 7 d.', { exact: false }),
  ).toBeVisible();
  expect(row.getByText('Critical')).toBeVisible();
  expect(row.getByRole('link', { name: 'Mail relay refuses call sheets' })).toHaveAttribute(
    'href',
    `${path}/i1`,
  );
  expect(row.getByText('and 2 more')).toBeVisible();
  expect(row.getByText('nobody')).toBeVisible();
});

test('asks for what the address says and ignores what it does not know', async () => {
  const asked = show(
    `${path}?view=resolved&severity=MAJOR&severity=NONSENSE&lead=me&q=mail&sort=UPDATED_AT&after=c1`,
  );
  await screen.findByRole('table');

  expect(asked()).toMatchObject({
    filter: { isOpen: false, severities: ['MAJOR'], leadId: 'user-1', query: 'mail' },
    sort: { field: 'UPDATED_AT', direction: 'DESC' },
    first: 25,
    after: 'c1',
  });
});

test('keeps view, filters and order while paging', async () => {
  show(`${path}?view=all&severity=MAJOR&sort=STATUS`, roles.support, { data: listOf([anIncident], 60) });

  expect(await screen.findByRole('link', { name: 'Next' })).toHaveAttribute(
    'href',
    `${path}?view=all&severity=MAJOR&sort=STATUS&after=next`,
  );
});

test('leads out of conditions that nothing meets', async () => {
  show(`${path}?q=relay&severity=MINOR`, roles.support, { data: listOf([]) });

  expect(await screen.findByRole('heading', { name: 'No incident matches “relay”' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Clear all filters' })).toHaveAttribute('href', path);
});

test('says what would fill an empty list, and offers to open one to those who may', async () => {
  show(path, roles.support, {
    data: { ...listOf([]), incidentFigures: { ...figures, open: 0, critical: 0 } },
  });

  expect(await screen.findByRole('heading', { name: 'No incident is open' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Open incident' })).toHaveAttribute('href', `${path}/new`);
});

test('does not offer a reader to open one', async () => {
  show(path, roles.viewer);

  await screen.findByRole('table');
  expect(screen.queryByRole('link', { name: 'Open incident' })).toBeNull();
});

test('says which source failed and asks it again on request', async () => {
  let isDown = true;
  show(path, roles.support, () =>
    isDown
      ? { data: { incidents: null, incidentFigures: null }, errors: [{ message: 'down' }] }
      : { data: listOf([anIncident]) },
  );
  expect(await screen.findByText(/^Health did not answer/)).toBeVisible();

  isDown = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await screen.findByRole('link', { name: 'Mail relay refuses call sheets' })).toBeVisible();
});

test('the top bar says nothing of figures that never came', async () => {
  const { context } = fakeGateway({
    Caller: aViewer(roles.support),
    IncidentList: { data: { incidents: null, incidentFigures: null }, errors: [{ message: 'down' }] },
  });
  const page = {
    ...route,
    default: () => (
      <LiveProvider>
        <LiveOutlet />
        <route.default />
      </LiveProvider>
    ),
  };

  renderRoute(page, { path, at: path, context });
  await screen.findByText(/^Health did not answer/);

  expect(screen.queryByText(/^(As of|Live|Stale|Reconnecting)/)).toBeNull();
});

test('refuses a role that may not see health', async () => {
  show(path, roles.billing);

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
