import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import { aTenantRow } from '#app/testing/tenant-row.ts';
import * as route from './route.tsx';

const path = '/platform/tenants';
const northern = { id: 'v1', name: 'Northern', search: 'q=nord&sort=NAME' };

function renderList(search: string, answers: Answers = {}) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(roles.viewer),
    TenantList: {
      data: {
        tenantSummaries: {
          totalCount: 1,
          pageInfo: { hasNextPage: false, endCursor: null },
          nodes: [aTenantRow()],
        },
        tenantViewCounts: null,
        fleetHealth: null,
        savedViews: [northern],
        plans: [],
      },
    },
    ...answers,
  });
  renderRoute(route, { path, at: `${path}${search}`, context });
  return (operation: string) => calls.find((call) => call.operation === operation)?.variables;
}

const saved = { savedView: northern, userErrors: [] };

test('saves filters, order and columns under a name, without the page', async () => {
  const asked = renderList('?q=nord&columns=mrr&sort=NAME&after=a', {
    SaveTenantView: { data: { saveView: saved } },
  });

  await userEvent.click(await screen.findByText('Save view', { selector: 'summary' }));
  await userEvent.type(screen.getByLabelText('Name'), 'Northern');
  await userEvent.click(screen.getByRole('button', { name: 'Save view' }));

  expect(await screen.findByRole('link', { name: 'Northern', current: 'page' })).toBeVisible();
  expect(asked('SaveTenantView')).toEqual({
    input: { list: 'tenants', name: 'Northern', search: 'columns=mrr&q=nord&sort=NAME' },
  });
});

test('says that an opened view was changed, and replaces it', async () => {
  const asked = renderList('?view=v1&q=nordic&sort=NAME', { SaveTenantView: { data: { saveView: saved } } });

  expect(await screen.findByRole('link', { name: 'Northern, changed', current: 'page' })).toBeVisible();
  await userEvent.click(screen.getByText('View', { selector: 'summary' }));
  await userEvent.click(screen.getByRole('button', { name: 'Replace “Northern”' }));

  expect(await screen.findByRole('link', { name: 'Northern', current: 'page' })).toBeVisible();
  expect(asked('SaveTenantView')).toEqual({
    input: { list: 'tenants', name: 'Northern', search: 'q=nordic&sort=NAME' },
  });
});

test('puts what the API refused beside the name', async () => {
  const userErrors = [{ message: 'You have 50 views. Delete one first.', field: ['input', 'name'] }];
  renderList('?q=nord', { SaveTenantView: { data: { saveView: { savedView: null, userErrors } } } });

  await userEvent.click(await screen.findByText('Save view', { selector: 'summary' }));
  await userEvent.type(screen.getByLabelText('Name'), 'One more');
  await userEvent.click(screen.getByRole('button', { name: 'Save view' }));

  expect(await screen.findByText('You have 50 views. Delete one first.')).toBeVisible();
});

test('deletes a view only after asking, and keeps the list as it is', async () => {
  const deleted = { savedView: northern, userErrors: [] };
  const asked = renderList(`?view=v1&q=nord&sort=NAME`, {
    DeleteTenantView: { data: { deleteSavedView: deleted } },
  });

  await userEvent.click(await screen.findByText('View', { selector: 'summary' }));
  await userEvent.click(screen.getByRole('link', { name: 'Delete “Northern”…' }));
  expect(await screen.findByRole('alertdialog', { name: 'Delete the view “Northern”?' })).toBeVisible();
  expect(asked('DeleteTenantView')).toBeUndefined();
  await userEvent.click(screen.getByRole('button', { name: 'Delete view' }));

  expect(await screen.findByRole('link', { name: 'All', current: 'page' })).toBeInTheDocument();
  expect(asked('DeleteTenantView')).toEqual({ input: { id: 'v1' } });
  expect(screen.getByRole('searchbox', { name: 'Search tenants' })).toHaveValue('nord');
});
