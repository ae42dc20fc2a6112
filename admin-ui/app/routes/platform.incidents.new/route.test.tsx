import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/incidents/new';

function show(at: string, openIncident: object, permissions = roles.support) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    IncidentTenants: {
      data: {
        tenantSummaries: {
          totalCount: 1,
          nodes: [{ name: 'Hanse Sinfonietta', slug: 'hanse', riskState: 'WARN', tenant: { id: 't1' } }],
        },
      },
    },
    OpenIncident: { data: { openIncident } },
  });
  renderRoute(route, { path, at, context });
  return () => calls.filter((call) => call.operation === 'OpenIncident').map(({ variables }) => variables);
}

const opened = { incident: { id: 'i1', number: 12, title: 'Mail relay' }, userErrors: [] };
const submit = () => userEvent.click(screen.getByRole('button', { name: 'Open incident' }));

test('opens an incident about the tenants of the address, led by who opens it', async () => {
  const sent = show(`${path}?tenant=t1`, opened);
  await userEvent.type(await screen.findByLabelText('Title'), 'Mail relay');
  expect(screen.getByText('Hanse Sinfonietta')).toBeVisible();
  await userEvent.click(screen.getByRole('radio', { name: /^Critical/ }));
  await userEvent.type(screen.getByLabelText('What is known so far'), 'Expired credentials');

  await submit();

  expect(await screen.findByText('another page')).toBeVisible();
  expect(sent()).toEqual([
    {
      input: {
        title: 'Mail relay',
        severity: 'CRITICAL',
        text: 'Expired credentials',
        tenantIds: ['t1'],
        leadId: 'user-1',
        requestKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    },
  ]);
});

test('pressed twice, it is the same request', async () => {
  const sent = show(path, opened);
  await userEvent.type(await screen.findByLabelText('Title'), 'Mail relay');

  await userEvent.dblClick(screen.getByRole('button', { name: 'Open incident' }));

  expect(await screen.findByText('another page')).toBeVisible();
  expect(new Set(sent().map(({ input }) => (input as { requestKey: string }).requestKey)).size).toBe(1);
});

test('says at the field what is missing, before anything is sent', async () => {
  const sent = show(path, opened);
  await screen.findByLabelText('Title');

  await submit();

  expect(screen.getByLabelText('Title')).toBeInvalid();
  expect(screen.getByLabelText('Title')).toHaveFocus();
  expect(sent()).toEqual([]);
});

test('keeps what was written when the API refuses it, and says why at its field', async () => {
  const userErrors = [{ message: 'Somebody has this title.', field: ['input', 'title'] }];
  show(path, { incident: null, userErrors });
  await userEvent.type(await screen.findByLabelText('Title'), 'Mail relay');

  await submit();

  expect(await screen.findByRole('alert')).toHaveTextContent('1 field needs a change. Title.');
  expect(screen.getByLabelText('Title')).toHaveAccessibleDescription(/Somebody has this title\./);
  expect(screen.getByLabelText('Title')).toHaveValue('Mail relay');
});

test('refuses who may not work on incidents', async () => {
  show(path, opened, roles.viewer);

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
