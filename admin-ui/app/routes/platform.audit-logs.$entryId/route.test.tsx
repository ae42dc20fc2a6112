import { screen, within } from '@testing-library/react';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const page = { path: '/platform/audit-logs/:entryId', at: '/platform/audit-logs/a1' };

const anEntry = {
  id: 'a1',
  at: '2026-11-20T09:42:00.000Z',
  action: 'setting.update',
  callerId: 'u1',
  callerKind: 'USER',
  callerName: 'Ana Ito',
  actorName: null,
  targetType: 'Setting',
  targetId: 's1',
  targetName: 'health.drift-threshold',
  before: { value: 3, unit: 'times' },
  after: { value: 5, unit: 'times' },
  requestId: 'request-1',
  tenant: null,
};

function show(auditEntry: object | null, permissions = roles.viewer) {
  const { context } = fakeGateway({ Caller: aViewer(permissions), AuditEntry: { data: { auditEntry } } });
  renderRoute(route, { ...page, context });
}

test('puts what changed beside what it was, and says when exactly, with the zone', async () => {
  show(anEntry);

  const table = within(await screen.findByRole('table', { name: 'State before and after' }));
  expect(table.getAllByRole('row').map((row) => row.textContent)).toEqual([
    'FieldBeforeAfter',
    'value35',
    'unittimestimes',
  ]);
  expect(screen.getByText('20 Nov 2026, 09:42:00 UTC', { exact: false })).toBeVisible();
});

test('names who really acted beside whom they acted as', async () => {
  show({ ...anEntry, actorName: 'Ben Roe' });

  expect(await screen.findByText(/^Ben Roe as Ana Ito: health\.drift-threshold/)).toBeVisible();
});

test('says when an action keeps no state', async () => {
  show({ ...anEntry, action: 'session.start', before: null, after: null });

  expect(await screen.findByText('This action keeps no state before or after.')).toBeVisible();
});

test('says that there is no such entry', async () => {
  show(null);

  expect(await screen.findByRole('heading', { name: 'There is no such audit entry' })).toBeVisible();
});
