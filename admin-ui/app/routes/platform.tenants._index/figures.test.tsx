import { screen, within } from '@testing-library/react';
import { paths } from '#app/lib/paths.ts';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import { aTenantRow } from '#app/testing/tenant-row.ts';
import * as route from './route.tsx';

const path = '/platform/tenants';

function gatewayWith(...nodes: object[]) {
  return fakeGateway({
    Caller: aViewer(roles.viewer),
    TenantList: {
      data: {
        tenantSummaries: {
          totalCount: nodes.length,
          pageInfo: { hasNextPage: false, endCursor: null },
          nodes,
        },
        tenantViewCounts: null,
        fleetHealth: null,
        savedViews: [],
        plans: [],
      },
    },
  });
}

test.each([
  [paths.tenants({ sort: 'WORKFLOWS' }), 'WORKFLOWS', 'Workflows', '12'],
  [paths.tenants({ sort: 'ENVIRONMENTS' }), 'ENVIRONMENTS', 'Environments', '3'],
  [paths.tenants({ sort: 'EXECUTIONS_7D' }), 'EXECUTIONS_7D', 'Executions 7 d', '4,200'],
  [paths.tenants({ sort: 'STORAGE' }), 'STORAGE', 'Storage', '3.8 GB'],
  [paths.tenants({ sort: 'FAILURE_RATE_24H' }), 'FAILURE_RATE_24H', 'Failure rate 24 h', '1.2%'],
])('opened by %s it is sorted by that figure, and shows it', async (at, sort, title, text) => {
  const { context, calls } = gatewayWith(aTenantRow());

  renderRoute(route, { path, at, context });

  const table = await screen.findByRole('table', { name: 'Tenants' });
  expect(within(table).getByRole('columnheader', { name: title })).toHaveAttribute('aria-sort', 'descending');
  expect(within(table).getByRole('cell', { name: text })).toBeVisible();
  expect(calls[1]?.variables['sort']).toEqual({ field: sort, direction: 'DESC' });
});

test('shows on how many environments drift was detected, how often, and when last', async () => {
  const drifted = { driftedEnvironments7d: 3, driftDetections7d: 7, lastDriftAt: '2026-11-20T07:41:00.000Z' };
  const { context, calls } = gatewayWith(aTenantRow(drifted));

  renderRoute(route, { path, at: paths.tenants({ sort: 'DRIFT_7D', drift: 'true' }), context });

  expect(await screen.findByRole('cell', { name: /^3 · 7 times · / })).toBeVisible();
  expect(calls[1]?.variables).toMatchObject({ filter: { hasDrift7d: true }, sort: { field: 'DRIFT_7D' } });
});

test.each([
  ['24h', 'ACTIVE_24H', 'within 24 h'],
  ['7d', 'ACTIVE_7D', 'within 7 d'],
  ['30d', 'ACTIVE_30D', 'within 30 d'],
  ['silent', 'SILENT', 'not within 30 d'],
])('lists tenants by their last activity (%s), and says so', async (value, activity, says) => {
  const { context, calls } = gatewayWith(aTenantRow());

  renderRoute(route, { path, at: `${path}?active=${value}`, context });

  expect(await screen.findByRole('link', { name: new RegExp(`Active ${says}`) })).toBeVisible();
  expect(calls[1]?.variables['filter']).toEqual({ activity });
});
