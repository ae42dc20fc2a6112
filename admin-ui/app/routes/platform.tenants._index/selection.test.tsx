import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import { aTenantRow } from '#app/testing/tenant-row.ts';
import * as route from './route.tsx';

const path = '/platform/tenants';

function renderList(permissions = roles.admin) {
  const nodes = ['Ada', 'Bach', 'Cage', 'Dufay'].map((name, index) =>
    aTenantRow({ tenant: { id: `t${index + 1}` }, name, status: name === 'Dufay' ? 'SUSPENDED' : 'ACTIVE' }),
  );
  const { context } = fakeGateway({
    Caller: aViewer(permissions),
    TenantList: {
      data: {
        tenantSummaries: { totalCount: 4, pageInfo: { hasNextPage: false, endCursor: null }, nodes },
        tenantViewCounts: null,
        fleetHealth: null,
        savedViews: [],
        plans: [],
      },
    },
  });
  // Not every browser environment can scroll.
  window.scrollBy = () => undefined;
  renderRoute(route, { path, at: `${path}?sort=NAME`, context });
}

const box = (name: string) => screen.findByRole('checkbox', { name: `Select ${name}` });
const bar = (text: string) => screen.findByText(text, { selector: '[role="status"]' });

test('counts what is chosen and offers what applies to it', async () => {
  renderList();

  await userEvent.click(await box('Ada'));
  expect(await bar('1 selected')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Suspend…', hidden: true })).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Reactivate…', hidden: true })).toBeNull();
  await userEvent.click(await box('Dufay'));

  expect(await bar('2 selected')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Reactivate…', hidden: true })).toBeInTheDocument();
});

test('chooses a range with Shift, all with one box, and nothing with Escape', async () => {
  const user = userEvent.setup();
  renderList();

  await user.click(await box('Ada'));
  await user.keyboard('{Shift>}');
  await user.click(await box('Cage'));
  await user.keyboard('{/Shift}');
  expect(await bar('3 selected')).toBeInTheDocument();
  const all = screen.getByRole('checkbox', { name: 'Select all tenants on this page' });
  expect(all).toBePartiallyChecked();
  await user.click(all);
  expect(await bar('4 selected')).toBeInTheDocument();
  expect(await box('Dufay')).toBeChecked();
  await user.keyboard('{Escape}');

  expect(await bar('0 selected')).toBeInTheDocument();
  expect(await box('Ada')).not.toBeChecked();
});

test('leads to the question with everyone chosen and the way back', async () => {
  renderList();

  await userEvent.click(await box('Ada'));
  await userEvent.click(await box('Bach'));
  await userEvent.click(screen.getByRole('button', { name: 'Suspend…', hidden: true }));

  expect(await screen.findByText('another page')).toBeVisible();
});

test('is a plain form that names rows, way back and order, so that it works without JavaScript', async () => {
  renderList();

  const chosen = await box('Ada');

  expect(chosen).toHaveAttribute('name', 'id');
  expect(chosen).toHaveAttribute('value', 't1');
  const form = chosen.closest('form');
  expect(form).toHaveAttribute('action', '/platform/tenants/change');
  expect([...new FormData(form ?? undefined)]).toEqual([
    ['from', '?sort=NAME'],
    ['sort', 'NAME'],
    ['direction', 'ASC'],
  ]);
});

test('lets a reader export what is chosen, and nothing else', async () => {
  renderList(roles.viewer);

  await userEvent.click(await box('Ada'));

  const exporting = screen.getByRole('button', { name: 'Export 1 selected tenant as CSV', hidden: true });
  expect(exporting).toHaveAttribute('formaction', '/platform/tenants/export.csv');
  expect(screen.queryByRole('button', { name: 'Suspend…', hidden: true })).toBeNull();
});
