import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/incidents/:incidentId';
const at = '/platform/incidents/i1';
const openedAt = '2026-11-20T09:42:00.000Z';

const anIncident = {
  __typename: 'Incident',
  id: 'i1',
  number: 12,
  title: 'Mail relay',
  severity: 'MAJOR',
  status: 'INVESTIGATING',
  version: 3,
  tenantCount: 1,
  tenants: [{ id: 't1', name: 'Hanse Sinfonietta', slug: 'hanse' }],
  lead: null,
  leadName: null,
  openedBy: 'Mara Keller',
  openedAt,
  updatedAt: openedAt,
  resolvedAt: null as string | null,
  timelineCount: 1,
  timeline: [
    {
      id: 'e1',
      at: openedAt,
      kind: 'OPENED',
      authorName: 'Mara Keller',
      text: 'Expired credentials',
      before: null,
      after: null,
    },
  ],
};
const users = {
  pageInfo: { hasNextPage: false, endCursor: 'u3' },
  nodes: [
    { id: 'u1', name: 'Ana Ito', isDisabled: false, platformRole: 'SUPPORT' },
    { id: 'u2', name: 'Ben Roe', isDisabled: false, platformRole: 'VIEWER' },
    { id: 'u3', name: 'Cem Oz', isDisabled: true, platformRole: 'ADMIN' },
  ],
};
const done = { incident: { number: 12, title: 'Mail relay' }, userErrors: [] };

type Given = { permissions?: string[]; incident?: object | null; search?: string; answers?: Answers };

function show({ permissions = roles.support, incident = {}, search = '', answers = {} }: Given = {}) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    IncidentPage: { data: { incident: incident && { ...anIncident, ...incident } } },
    IncidentStaff: { data: { users } },
    UpdateIncident: { data: { updateIncident: done } },
    AddIncidentNote: { data: { addIncidentNote: done } },
    ResolveIncident: { data: { resolveIncident: done } },
    ReopenIncident: { data: { reopenIncident: done } },
    ...answers,
  });
  renderRoute(route, { path, at: `${at}${search}`, context });
  return (operation: string) =>
    calls.filter((call) => call.operation === operation).map(({ variables }) => variables['input']);
}

test('tells what happened, the latest first, and whom it concerns', async () => {
  show();

  expect(await screen.findByRole('heading', { level: 1, name: 'Mail relay' })).toBeVisible();
  expect(screen.getByText('Opened the incident')).toBeVisible();
  expect(screen.getByText('Expired credentials')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Hanse Sinfonietta' })).toHaveAttribute(
    'href',
    '/platform/tenants/t1',
  );
});

describe('a long timeline', () => {
  const entries = (from: number, to: number) =>
    Array.from({ length: from - to + 1 }, (_, index) => ({
      ...anIncident.timeline[0],
      id: `e${from - index}`,
      kind: from - index === 1 ? 'OPENED' : 'NOTE',
      text: `Entry ${from - index}`,
    }));
  const answers: Answers = {
    IncidentPage: ({ after }) => ({
      data: {
        incident: {
          ...anIncident,
          timelineCount: 112,
          timeline: after === 'e63' ? entries(62, 13) : after === 'e13' ? entries(12, 1) : entries(112, 63),
        },
      },
    }),
  };

  test('says how many entries there are and leads to the opening', async () => {
    show({ answers });

    expect(await screen.findByText('1 to 50 of 112')).toBeVisible();
    await userEvent.click(screen.getByRole('link', { name: 'Next' }));
    expect(await screen.findByText('51 to 100 of 112')).toBeVisible();
    await userEvent.click(screen.getByRole('link', { name: 'Next' }));

    expect(await screen.findByText('101 to 112 of 112')).toBeVisible();
    expect(screen.getByText('Opened the incident')).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Next' })).toBeNull();
  });

  test('a short one has no pages', async () => {
    show();

    await screen.findByText('Opened the incident');

    expect(screen.queryByRole('navigation', { name: 'Pages' })).toBeNull();
  });
});

test('offers everybody who may lead, also beyond the first hundred of the staff', async () => {
  const person = (n: number) => ({
    id: `p${n}`,
    name: `Person ${n}`,
    isDisabled: false,
    platformRole: 'SUPPORT',
  });
  const answers: Answers = {
    IncidentStaff: ({ after }) => ({
      data: {
        users: {
          pageInfo: { hasNextPage: after !== 'c2', endCursor: after === null ? 'c1' : 'c2' },
          nodes: [person(after === null ? 1 : after === 'c1' ? 2 : 3)],
        },
      },
    }),
  };
  show({ answers });

  const lead = await screen.findByLabelText('Lead');

  expect(
    within(lead)
      .getAllByRole('option')
      .map((option) => option.textContent),
  ).toEqual(expect.arrayContaining(['Person 1', 'Person 2', 'Person 3']));
});

test('without an answer of security everything but the lead can be changed', async () => {
  show({ answers: { IncidentStaff: { data: { users: null }, errors: [{ message: 'down' }] } } });

  expect(await screen.findByLabelText('Severity')).toBeVisible();
  expect(screen.queryByLabelText('Lead')).toBeNull();
});

test('sends only what was changed, so that the changes of others stay', async () => {
  const sent = show();
  await userEvent.selectOptions(await screen.findByLabelText('Severity'), 'CRITICAL');
  await userEvent.selectOptions(screen.getByLabelText('Lead'), 'Ana Ito');
  await userEvent.type(screen.getByLabelText('Why'), 'It spreads');

  await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));

  await waitFor(() => expect(screen.getByLabelText('Why')).toHaveValue(''));
  expect(sent('UpdateIncident')).toEqual([
    { id: 'i1', version: 3, severity: 'CRITICAL', leadId: 'u1', text: 'It spreads' },
  ]);
});

test('offers the lead only to people who may work on incidents', async () => {
  show();

  const lead = await screen.findByLabelText('Lead');

  expect([...lead.querySelectorAll('option')].map((option) => option.textContent)).toEqual([
    'Nobody',
    'Ana Ito',
  ]);
});

test('takes a tenant off the incident', async () => {
  const sent = show();
  await userEvent.click(await screen.findByRole('button', { name: 'Remove Hanse Sinfonietta' }));

  await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));

  await screen.findByRole('button', { name: 'Save changes' });
  expect(sent('UpdateIncident')).toEqual([{ id: 'i1', version: 3, tenantIds: [] }]);
});

test('says that somebody was faster, and keeps what was written', async () => {
  const userErrors = [
    {
      code: 'CONFLICT',
      message: 'The incident was changed in the meantime; look again.',
      field: ['input', 'version'],
    },
  ];
  show({ answers: { UpdateIncident: { data: { updateIncident: { incident: null, userErrors } } } } });
  await userEvent.type(await screen.findByLabelText('Why'), 'It spreads');

  await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));

  expect(await screen.findByRole('alert')).toHaveTextContent(
    'The incident was changed in the meantime; look again.',
  );
  expect(screen.getByLabelText('Why')).toHaveValue('It spreads');
});

test('adds a note and empties its field; an empty one is refused at the field', async () => {
  const sent = show();
  await userEvent.click(await screen.findByRole('button', { name: 'Add note' }));
  expect(screen.getByLabelText('Note')).toBeInvalid();
  expect(sent('AddIncidentNote')).toEqual([]);

  await userEvent.type(screen.getByLabelText('Note'), 'Rotated by hand');
  await userEvent.dblClick(screen.getByRole('button', { name: 'Add note' }));

  await waitFor(() => expect(screen.getByLabelText('Note')).toHaveValue(''));
  expect(sent('AddIncidentNote')).toEqual([{ id: 'i1', text: 'Rotated by hand' }]);
});

test('asks how it ended before resolving, and tells what the API refuses', async () => {
  const userErrors = [{ message: 'Say more.', field: ['input', 'text'] }];
  const sent = show({
    search: '?confirm=resolve',
    answers: { ResolveIncident: { data: { resolveIncident: { incident: null, userErrors } } } },
  });
  const dialog = await screen.findByRole('alertdialog', { name: 'Resolve incident 12?' });
  expect(dialog).toHaveTextContent('It leaves the queue and the pages of its tenants.');

  await userEvent.type(screen.getByLabelText('How it ended'), 'Done it');
  await userEvent.click(screen.getByRole('button', { name: 'Resolve incident' }));

  expect(await screen.findByLabelText('How it ended')).toHaveAccessibleDescription(/Say more\./);
  expect(screen.getByLabelText('How it ended')).toHaveValue('Done it');
  expect(sent('ResolveIncident')).toEqual([{ id: 'i1', text: 'Done it' }]);
});

test('a resolved incident can be opened again, and no longer be changed', async () => {
  const sent = show({ incident: { status: 'RESOLVED', resolvedAt: openedAt }, search: '?confirm=reopen' });
  await userEvent.type(await screen.findByLabelText('Why'), 'It is back');
  expect(screen.queryByRole('button', { name: 'Save changes' })).toBeNull();

  await userEvent.click(screen.getByRole('button', { name: 'Open again' }));

  await screen.findByText('Opened the incident');
  expect(sent('ReopenIncident')).toEqual([{ id: 'i1', text: 'It is back' }]);
});

test('offers a reader nothing to do', async () => {
  show({ permissions: roles.viewer, search: '?confirm=resolve' });

  await screen.findByText('Opened the incident');
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.queryByRole('alertdialog')).toBeNull();
});

test('says that there is no such incident', async () => {
  show({ incident: null });

  expect(await screen.findByRole('heading', { name: 'There is no such incident' })).toBeVisible();
});
