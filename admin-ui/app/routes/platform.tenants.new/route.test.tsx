import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const page = { path: '/platform/tenants/new', at: '/platform/tenants/new' };

function gatewayFor(permissions: string[], createTenant: object): ReturnType<typeof fakeGateway> {
  const answers: Answers = { Caller: aViewer(permissions), CreateTenant: { data: { createTenant } } };
  return fakeGateway(answers);
}

async function fill(name: string, email: string) {
  await userEvent.type(await screen.findByLabelText('Name'), name);
  await userEvent.type(screen.getByLabelText('Contact e-mail'), email);
  await userEvent.click(screen.getByRole('button', { name: 'Create tenant' }));
}

test('creates the tenant with the suggested slug and opens it', async () => {
  const created = { tenant: { id: 'tenant-9', name: 'Øresund', slug: 'oresund' }, userErrors: [] };
  const { context, calls } = gatewayFor(roles.admin, created);
  renderRoute(route, { ...page, context });

  await fill('Øresund', 'office@oresund.example');

  expect(await screen.findByText('another page')).toBeVisible();
  expect(calls.find((call) => call.operation === 'CreateTenant')?.variables).toEqual({
    input: { name: 'Øresund', slug: 'oresund', contactEmail: 'office@oresund.example' },
  });
});

test('puts what the API refused beside its field and moves the focus there', async () => {
  const userErrors = [{ message: 'Taken by another tenant.', field: ['input', 'slug'] }];
  const { context } = gatewayFor(roles.admin, { tenant: null, userErrors });
  renderRoute(route, { ...page, context });

  await fill('Hanse', 'office@hanse.example');

  expect(await screen.findByRole('alert')).toHaveTextContent('1 field needs a change. Slug.');
  expect(screen.getByLabelText('Slug')).toHaveAccessibleDescription(/Taken by another tenant\./);
  expect(screen.getByLabelText('Slug')).toHaveFocus();
});

test('refuses a reader without the permission, before asking anything', async () => {
  const { context, calls } = gatewayFor(roles.viewer, {});

  renderRoute(route, { ...page, context });

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
  expect(calls.map((call) => call.operation)).toEqual(['Caller']);
});
