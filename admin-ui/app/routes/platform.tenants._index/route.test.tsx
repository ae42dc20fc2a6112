import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LiveOutlet, LiveProvider } from '#app/components/live-outlet.tsx';
import { aViewer, fakeGateway, roles, type Answers, sessionCookie } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import { aTenantRow } from '#app/testing/tenant-row.ts';
import * as route from './route.tsx';

const path = '/platform/tenants';

type Given = {
  nodes?: object[];
  total?: number;
  changes?: Record<string, unknown>;
  answers?: Answers;
};

const counts = {
  all: 60,
  atRisk: 6,
  rateLimited: 2,
  trialing: 3,
  delinquent: 2,
  provisioning: 1,
  suspended: 1,
  deleted: 1,
};

function gatewayFor(permissions: string[], given: Given = {}) {
  const { nodes = [aTenantRow()], total = nodes.length, changes = {}, answers = {} } = given;
  return fakeGateway({
    Caller: aViewer(permissions),
    TenantList: {
      data: {
        tenantSummaries: {
          totalCount: total,
          pageInfo: { hasNextPage: total > nodes.length, endCursor: 'next' },
          nodes,
        },
        tenantViewCounts: counts,
        fleetHealth: { demo: 0 },
        savedViews: [{ id: 'v1', name: 'Northern', search: 'q=nord&sort=NAME' }],
        plans: [{ key: 'pro', name: 'Pro' }],
        ...changes,
      },
    },
    ...answers,
  });
}

test('asks for what the address says', async () => {
  const { context, calls } = gatewayFor(roles.viewer);

  renderRoute(route, { path, at: `${path}?q=hanse&clause=DRIFT&sort=MRR&size=50&after=cursor-1`, context });
  await screen.findByRole('table');

  expect(calls[1]?.variables).toEqual({
    filter: { query: 'hanse', riskClauses: ['DRIFT'] },
    sort: { field: 'MRR', direction: 'DESC' },
    first: 50,
    after: 'cursor-1',
    canBilling: true,
  });
});

test('offers support nothing that billing knows, and asks for none of it', async () => {
  const { trialing: _unknown, ...known } = counts;
  const { planName: _plan, isTrialing: _trial, mrr: _mrr, ...row } = aTenantRow();
  const { context, calls } = gatewayFor(roles.support, {
    nodes: [row],
    changes: { tenantViewCounts: known, plans: undefined },
  });

  renderRoute(route, { path, at: `${path}?plan=pro&trial=true&sort=MRR`, context });

  const table = await screen.findByRole('table', { name: 'Tenants' });
  const headings = within(table)
    .getAllByRole('columnheader')
    .map(({ textContent }) => textContent);
  expect(headings.join()).not.toMatch(/Plan|MRR/);
  expect(screen.queryByText('Plan is')).toBeNull();
  expect(screen.queryByRole('link', { name: /^(Trials|MRR)/ })).toBeNull();
  expect(calls[1]?.variables).toMatchObject({
    filter: {},
    sort: { field: 'RISK', direction: 'DESC' },
    canBilling: false,
  });
});

test('is a table with its roles, and says by what it is sorted', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { path, at: path, context });

  const table = await screen.findByRole('table', { name: 'Tenants' });
  expect(within(table).getByRole('columnheader', { name: 'At risk' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  expect(within(table).getAllByRole('row')).toHaveLength(2);
  expect(within(table).getByRole('cell', { name: '€99' })).toBeVisible();
  expect(within(table).getByRole('cell', { name: '3.8 GB' })).toBeVisible();
});

test('leads from each clause that fired to its evidence', async () => {
  const clauses = [
    { kind: 'DRIFT', value: 4, threshold: 3, count: 4, total: null, since: null, evidence: '' },
  ];
  const { context } = gatewayFor(roles.viewer, {
    nodes: [aTenantRow({ isAtRisk: true, riskState: 'WARN', clauses })],
  });

  renderRoute(route, { path, at: path, context });

  expect(await screen.findByRole('link', { name: 'Drift, evidence of Hanse Sinfonietta' })).toHaveAttribute(
    'href',
    '/platform/tenants/tenant-1?tab=drift',
  );
});

test('shows how many tenants each standing view has, and the person’s own views beside them', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { path, at: `${path}?status=SUSPENDED`, context });

  const views = within(await screen.findByRole('navigation', { name: 'Views' }));
  expect(views.getByRole('link', { current: 'page' })).toHaveTextContent('Suspended1');
  expect(views.getByRole('link', { name: /^At risk ?6$/ })).toHaveAttribute('href', `${path}?risk=true`);
  expect(views.getByRole('link', { name: 'Northern' })).toHaveAttribute(
    'href',
    `${path}?view=v1&q=nord&sort=NAME`,
  );
});

test('shows the columns that were chosen, and keeps a new choice in the address', async () => {
  const { context } = gatewayFor(roles.viewer);
  renderRoute(route, { path, at: `${path}?columns=risk.mrr`, context });
  await screen.findByRole('table');
  const titles = () => screen.getAllByRole('columnheader').map((header) => header.textContent);
  expect(titles().slice(1)).toEqual(['Tenant', 'At risk', 'MRR', 'Actions']);

  await userEvent.click(screen.getByText('Columns', { selector: 'summary' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'MRR' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Created' }));
  await userEvent.click(screen.getByRole('button', { name: 'Show columns' }));

  expect(await screen.findByRole('columnheader', { name: 'Created' })).toBeVisible();
  expect(titles().slice(1)).toEqual(['Tenant', 'At risk', 'Created', 'Actions']);
});

test('leads to the next page and back', async () => {
  const { context } = gatewayFor(roles.viewer, { total: 60 });

  renderRoute(route, { path, at: `${path}?after=a`, context });

  expect(await screen.findByRole('link', { name: 'Next' })).toHaveAttribute(
    'href',
    `${path}?after=a&after=next`,
  );
  expect(screen.getByRole('link', { name: 'Previous' })).toHaveAttribute('href', path);
});

test('says which filter to remove, and how many match without it', async () => {
  const { context } = gatewayFor(roles.viewer, {
    nodes: [],
    answers: {
      TenantCount: ({ filter }) => ({
        data: { tenantSummaries: { totalCount: 'planKeys' in (filter as object) ? 0 : 1 } },
      }),
    },
  });

  renderRoute(route, { path, at: `${path}?q=philharmonia&status=ACTIVE&plan=pro`, context });

  expect(await screen.findByRole('heading', { name: 'No tenant matches “philharmonia”' })).toBeVisible();
  expect(
    screen.getByText('Status is Active, plan is Pro. 1 tenant matches without the plan filter.'),
  ).toBeVisible();
  expect(screen.getByRole('link', { name: 'Remove the plan filter' })).toHaveAttribute(
    'href',
    `${path}?q=philharmonia&status=ACTIVE`,
  );
  expect(screen.getByRole('link', { name: 'Clear all filters' })).toHaveAttribute('href', path);
});

test('starts with the one way forward when there is no tenant at all', async () => {
  const none = Object.fromEntries(Object.keys(counts).map((name) => [name, 0]));
  const { context } = gatewayFor(roles.admin, { nodes: [], changes: { tenantViewCounts: none } });

  renderRoute(route, { path, at: path, context });

  expect(await screen.findByRole('heading', { name: 'No tenants yet' })).toBeVisible();
  expect(screen.getAllByRole('link', { name: 'Create tenant' })).toHaveLength(2);
});

test('blanks only what did not answer', async () => {
  const { context } = gatewayFor(roles.viewer, {
    changes: { tenantViewCounts: null, savedViews: null, plans: [] },
  });

  renderRoute(route, { path, at: path, context });

  expect(await screen.findByRole('table', { name: 'Tenants' })).toBeVisible();
  const views = within(screen.getByRole('navigation', { name: 'Views' }));
  expect(views.getByRole('link', { name: 'At risk' })).toBeVisible();
});

test('offers changes only to those who may make them', async () => {
  const viewer = gatewayFor(roles.viewer);
  const admin = gatewayFor([...roles.admin, 'incidents:write']);
  const labels = () => screen.getAllByRole('menuitem').map((item) => item.textContent);

  const reader = renderRoute(route, { path, at: path, context: viewer.context });
  await userEvent.click(await screen.findByRole('button', { name: 'Actions for Hanse Sinfonietta' }));
  expect(labels()).toEqual(['Open', 'Copy slug', 'View audit log']);
  expect(screen.queryByRole('link', { name: 'Create tenant' })).toBeNull();
  reader.unmount();

  renderRoute(route, { path, at: path, context: admin.context });
  await userEvent.click(await screen.findByRole('button', { name: 'Actions for Hanse Sinfonietta' }));
  expect(labels()).toEqual(['Open', 'Edit', 'Copy slug', 'Open incident…', 'View audit log', 'Suspend…']);
});

test.each([
  [path, '/platform/tenants/directory'],
  [`${path}?q=han&status=ACTIVE`, '/platform/tenants/directory?q=han'],
])('leads a role that may not see how tenants fare from %s to the list without it', async (at, to) => {
  const { context } = gatewayFor(roles.billing);
  const request = new Request(`https://ops.example${at}`, { headers: { Cookie: sessionCookie } });

  const answer = await route
    .loader({ request, context, params: {} })
    .then(null, (thrown: unknown) => thrown as Response);

  expect([(answer as Response).status, (answer as Response).headers.get('location')]).toEqual([302, to]);
});

test('refuses people of a tenant', async () => {
  const { context } = gatewayFor(roles.tenantOwner);

  renderRoute(route, { path, at: path, context });

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});

test.each([
  ['says how old the rows are', {}, 1],
  ['says nothing when they did not come', { changes: { tenantSummaries: null } }, 0],
])('the top bar %s', async (_what, answers, times) => {
  const page = {
    ...route,
    default: () => (
      <LiveProvider>
        <LiveOutlet />
        <route.default />
      </LiveProvider>
    ),
  };

  renderRoute(page, { path, at: path, context: gatewayFor(roles.viewer, answers).context });
  await screen.findByRole('heading', { level: 1, name: 'Tenants' });

  expect(screen.queryAllByText(/^As of \d\d:\d\d UTC$/)).toHaveLength(times);
});
