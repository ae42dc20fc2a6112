import { screen, within } from '@testing-library/react';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { aRevenue, overviewAnswers } from '#app/testing/overview-fixture.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import { mergeSnapshots } from './merge-snapshots.ts';
import * as route from './route.tsx';
import { changedRevenue, loadedSnapshot } from './snapshot.ts';

/** The dashboard's section about revenue, with these answers in place of the usual ones. */
async function revenueSection(changes: Record<string, unknown> = {}) {
  const data = { ...Object.assign({}, ...Object.values(overviewAnswers)), ...changes };
  const { context } = fakeGateway({ Caller: aViewer(roles.admin), PlatformOverview: { data } });
  renderRoute(route, { path: '/platform', at: '/platform', context });
  return screen.findByRole('region', { name: 'Revenue and enforcement' });
}

test('names a delinquent tenant once, with what it owes in all and how many payments that is', async () => {
  const table = within(await revenueSection()).getByRole('table', { name: 'Delinquent tenants' });

  const [, row, ...others] = within(table).getAllByRole('row');
  expect(row).toHaveTextContent(/^Teatro San Felice€599\.00 2 payments.*Card expired$/);
  expect(others).toEqual([]);
});

test('relates no conversions to trials of other people', async () => {
  const trials = { running: 1, started30d: 2, expiring7d: 0, converted30d: 5 };

  const section = await revenueSection({ revenue: aRevenue({ trials }) });

  const converted = within(section).getByRole('link', { name: /Converted 30 d/ });
  expect(converted).toHaveTextContent(/5$/);
  expect(section).not.toHaveTextContent('250%');
});

test('says how many exceptions there are in all, although every one is shown, and that one may count twice', async () => {
  const section = await revenueSection({
    revenue: aRevenue({ entitlementExceptions: 1, aboveLimit: 1, overridesInForce: 1 }),
  });

  expect(within(section).getByRole('link', { name: 'All 1' })).toHaveAttribute(
    'href',
    '/platform/enforcement',
  );
  expect(section).toHaveTextContent('Of 1, 1 with an override');
  expect(section).toHaveTextContent('1 above limit');
});

test('an exception stands as its usage is assessed; what was never measured has no usage', async () => {
  const { nodes } = overviewAnswers.revenue.entitlementExceptions;
  const [above] = nodes.map((node) => ({ ...node, tenantName: 'Above' }));
  const usage = { ...above?.usage, used: 0, measuredAt: null, assessment: { state: 'UNKNOWN' } };
  const unmeasured = { ...above, id: 'exception-2', tenantName: 'Unmeasured', kind: 'OVERRIDE', usage };

  const section = within(await revenueSection({ entitlementExceptions: { nodes: [above, unmeasured] } }));

  const row = (name: string) => section.getByRole('link', { name }).closest('tr');
  expect(row('Above')).toHaveTextContent('64 of 50');
  expect(row('Above')?.querySelector('.status')).toHaveClass('critical');
  expect(row('Unmeasured')).toHaveTextContent('not measured, limit 50');
});

test('shows the trials that end soon as a change tells them, together with their number', () => {
  const { revenue } = overviewAnswers;
  const loaded = loadedSnapshot({ ...revenue } as never, '24h', new Date('2026-11-20T09:41:00Z'));
  const change = {
    revenueChanged: {
      asOf: '2026-11-20T09:50:00.000Z',
      revenue: aRevenue({ asOf: '2026-11-20T09:50:00.000Z' }),
      expiringTrials: [],
      delinquentTenants: [],
      entitlementExceptions: { nodes: [] },
    },
  };

  const merged = mergeSnapshots(loaded, { revenue: changedRevenue(change as never) });

  expect(loaded.revenue.expiringTrials).toHaveLength(1);
  expect(merged.revenue.expiringTrials).toEqual([]);
  expect(merged.revenue.delinquentTenants).toEqual([]);
});
