import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/settings';

const aSetting = (changes: Record<string, unknown> = {}) => ({
  __typename: 'Setting',
  key: 'health.drift-threshold',
  module: 'health',
  description: 'How many drifts within 7 d put a tenant at risk.',
  type: 'INTEGER',
  unit: null,
  minimum: 1,
  maximum: 100,
  options: null,
  value: 3,
  defaultValue: 3,
  isChanged: false,
  changedAt: null,
  changedBy: null,
  ...changes,
});
const settings = [
  aSetting(),
  aSetting({
    key: 'billing.trial-days',
    module: 'billing',
    description: 'How long a trial lasts.',
    unit: 'd',
    value: 30,
    defaultValue: 14,
    isChanged: true,
    changedAt: '2026-11-20T09:42:00.000Z',
    changedBy: 'Ana Ito',
  }),
];

type Given = { search?: string; permissions?: string[]; answers?: Answers };

function show({ search = '', permissions = roles.admin, answers = {} }: Given = {}) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    Settings: { data: { settings } },
    UpdateSetting: { data: { updateSetting: { setting: aSetting({ value: 5 }), userErrors: [] } } },
    ...answers,
  });
  renderRoute(route, { path, at: `${path}${search}`, context });
  return () => calls.filter((call) => call.operation === 'UpdateSetting').map(({ variables }) => variables);
}

const drift = async () =>
  within(await screen.findByRole('form', { name: 'How many drifts within 7 d put a tenant at risk.' }));
const value = /^Value of health\.drift-threshold/;

test('shows each setting with its value, bounds and default, and who changed it', async () => {
  show();

  expect(await screen.findByText('2 settings, 1 changed.', { exact: false })).toBeVisible();
  expect((await drift()).getByText('From 1 to 100.')).toBeVisible();
  expect(screen.getByText('default 14 d')).toBeVisible();
  expect(screen.getByText(/^Ana Ito,/)).toBeVisible();
});

test('changes a setting', async () => {
  const sent = show();
  const form = await drift();
  await userEvent.clear(form.getByLabelText(value));
  await userEvent.type(form.getByLabelText(value), '5');

  await userEvent.dblClick(form.getByRole('button', { name: 'Save' }));

  await waitFor(() => expect(sent()).toEqual([{ input: { key: 'health.drift-threshold', value: 5 } }]));
});

describe('two people at once', () => {
  // The first answer fills the forms; then somebody else sets the value to 7.
  const meanwhile = (): Answers => {
    let isFilled = false;
    const answer = () => {
      const value = isFilled ? 7 : 3;
      isFilled = true;
      return { data: { settings: [aSetting({ value })] } };
    };
    return { Settings: answer };
  };

  test('a value somebody else set meanwhile is said and what was typed kept; saved again, it is replaced', async () => {
    const sent = show({ answers: meanwhile() });
    await userEvent.clear((await drift()).getByLabelText(value));
    await userEvent.type((await drift()).getByLabelText(value), '5');
    await userEvent.click((await drift()).getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/^Somebody set it to 7 meanwhile\./)).toBeVisible();
    expect((await drift()).getByLabelText(value)).toHaveValue('5');
    expect(sent()).toEqual([]);

    await userEvent.click((await drift()).getByRole('button', { name: 'Save' }));

    await waitFor(() => expect(sent()).toEqual([{ input: { key: 'health.drift-threshold', value: 5 } }]));
  });

  test('saving a value that was left alone does not take back what somebody else set', async () => {
    const sent = show({ answers: meanwhile() });

    await userEvent.click((await drift()).getByRole('button', { name: 'Save' }));

    await waitFor(async () => expect((await drift()).getByLabelText(value)).toHaveValue('7'));
    expect(sent()).toEqual([]);
  });
});

test('returns to the default, where there is something to return from', async () => {
  const sent = show();
  expect((await drift()).queryByRole('button', { name: 'Use default' })).toBeNull();

  await userEvent.click(await screen.findByRole('button', { name: 'Use default' }));

  await waitFor(() => expect(sent()).toEqual([{ input: { key: 'billing.trial-days', value: null } }]));
});

test('says at the field what the API refuses, and keeps what was written', async () => {
  const userErrors = [{ message: 'At most 100.', field: ['input', 'value'] }];
  show({ answers: { UpdateSetting: { data: { updateSetting: { setting: null, userErrors } } } } });
  const form = await drift();
  await userEvent.clear(form.getByLabelText(value));
  await userEvent.type(form.getByLabelText(value), '500');

  await userEvent.click(form.getByRole('button', { name: 'Save' }));

  await waitFor(() => expect(form.getByLabelText(value)).toHaveAccessibleDescription('At most 100.'));
  expect(form.getByLabelText(value)).toHaveValue('500');
});

test('refuses what is no number before sending it', async () => {
  const sent = show();
  const form = await drift();
  await userEvent.clear(form.getByLabelText(value));
  await userEvent.type(form.getByLabelText(value), 'many');

  await userEvent.click(form.getByRole('button', { name: 'Save' }));

  await waitFor(() => expect(form.getByLabelText(value)).toHaveAccessibleDescription('Write a number.'));
  expect(sent()).toEqual([]);
});

test('finds settings by words, part and change, and leads out of what nothing meets', async () => {
  show({ search: '?q=drift&module=health&changed=yes' });

  expect(await screen.findByRole('heading', { name: 'No setting matches “drift”' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Clear all filters' })).toHaveAttribute('href', path);
});

test('shows a reader the values and no form', async () => {
  show({ permissions: roles.viewer });

  expect(await screen.findByText('30 d')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
});

test('says which source failed and asks it again on request', async () => {
  let isDown = true;
  show({
    answers: {
      Settings: () =>
        isDown ? { data: { settings: null }, errors: [{ message: 'down' }] } : { data: { settings } },
    },
  });
  expect(await screen.findByText(/^Tenants did not answer/)).toBeVisible();

  isDown = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await drift()).toBeDefined();
});
