import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const tenant = { id: 't1', name: 'Hanse Sinfonietta', slug: 'hanse', contactEmail: 'office@hanse.example' };

function renderForm(answers: Answers = {}, permissions = roles.admin) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    TenantToEdit: { data: { tenant } },
    ...answers,
  });
  renderRoute(route, {
    path: '/platform/tenants/:tenantId/edit',
    at: '/platform/tenants/t1/edit',
    context,
  });
  return calls;
}

const changed = (userErrors: object[], answer: object | null = tenant) => ({
  UpdateTenant: { data: { updateTenant: { tenant: answer, userErrors } } },
});
const slug = () => screen.findByRole('textbox', { name: 'Slug' });
const save = async () => userEvent.click(screen.getByRole('button', { name: 'Save changes' }));

test('changes name, slug and contact, and leads to the tenant', async () => {
  const calls = renderForm(changed([]));

  await userEvent.clear(await slug());
  await userEvent.type(await slug(), 'Hanse-Neu');
  await save();

  expect(await screen.findByText('another page')).toBeVisible();
  expect(calls.find(({ operation }) => operation === 'UpdateTenant')?.variables).toEqual({
    input: { id: 't1', slug: 'hanse-neu' },
  });
});

describe('two people at once', () => {
  // The first answer fills the form; then somebody else changes the tenant.
  const meanwhile = (changes: object): Answers => {
    let isFilled = false;
    const answer = () => {
      const data = { tenant: isFilled ? { ...tenant, ...changes } : tenant };
      isFilled = true;
      return { data };
    };
    return { ...changed([]), TenantToEdit: answer };
  };
  const name = () => screen.findByRole('textbox', { name: 'Name' });
  const sent = (calls: ReturnType<typeof renderForm>) =>
    calls.filter(({ operation }) => operation === 'UpdateTenant').map(({ variables }) => variables['input']);

  test('nobody’s change is undone by a form that left the field alone', async () => {
    const calls = renderForm(meanwhile({ contactEmail: 'new@hanse.example' }));

    await userEvent.type(await name(), ' e. V.');
    await save();

    expect(await screen.findByText('another page')).toBeVisible();
    expect(sent(calls)).toEqual([{ id: 't1', name: 'Hanse Sinfonietta e. V.' }]);
  });

  test('a field both changed is said and kept as typed; saved again, it alone is replaced', async () => {
    const calls = renderForm(meanwhile({ name: 'Hanse Phil', contactEmail: 'new@hanse.example' }));
    await userEvent.type(await name(), ' e. V.');
    await save();
    expect(await screen.findByText('1 field needs a change.')).toBeVisible();
    expect(await name()).toHaveAccessibleDescription(/^Somebody set it to “Hanse Phil” meanwhile\./);
    expect(await name()).toHaveValue('Hanse Sinfonietta e. V.');
    expect(sent(calls)).toEqual([]);

    await save();

    expect(await screen.findByText('another page')).toBeVisible();
    expect(sent(calls)).toEqual([{ id: 't1', name: 'Hanse Sinfonietta e. V.' }]);
  });

  test('saving what was not touched sends nothing', async () => {
    const calls = renderForm(meanwhile({ name: 'Hanse Phil' }));
    await name();

    await save();

    expect(await screen.findByText('another page')).toBeVisible();
    expect(sent(calls)).toEqual([]);
  });
});

test('a slug in use is said at its field', async () => {
  renderForm(changed([{ message: 'Another tenant has this slug.', field: ['input', 'slug'] }], null));

  await userEvent.type(await slug(), '-neu');
  await save();

  expect(await screen.findByText('1 field needs a change.')).toBeVisible();
  expect(await slug()).toHaveAccessibleDescription(/Another tenant has this slug\./);
});

test('is not for those who may only read', async () => {
  renderForm({}, roles.viewer);

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
