import '@testing-library/jest-dom';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { anOpenIncident, overviewAnswers } from '#app/testing/overview-fixture.ts';
import { asOf, isFine } from '#app/testing/platform-fixture.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const table = (name: string) => screen.findByRole('table', { name });

const breach = {
  name: 'Elbe Philharmonie',
  kind: 'REQUESTS',
  callerName: 'nightly-export',
  peakPerMinute: 930,
  limitPerMinute: 600,
  rejected24h: 1_210,
  lastAt: asOf,
  planName: 'Pro',
  tenant: { id: 'tenant-5' },
};
const keyCreation = {
  tenantName: 'Tagus Sinfonia',
  keys24h: 12,
  dailyMean30d: 0.4,
  createdBy: 'ci-bot',
  tenant: { id: 'tenant-6' },
  assessment: isFine(5),
};

function renderDashboard() {
  const data = {
    ...Object.assign({}, ...Object.values(overviewAnswers)),
    rateLimitBreaches: [breach],
    keyCreationSignals: [keyCreation],
    openIncidents: [anOpenIncident()],
  };
  const { context } = fakeGateway({ Caller: aViewer(roles.owner), PlatformOverview: { data } });
  renderRoute(route, { path: '/platform', at: '/platform', context });
}

test.each([
  ['Plan distribution', 'Tenants'],
  ['Delinquent tenants', 'Owed'],
  ['Entitlement exceptions', 'Used of limit'],
  ['Tenants over their rate limit', 'Peak a minute'],
  ['Repeated auth failures', 'Accounts'],
  ['Key-creation spikes', 'Keys 24 h'],
  ['Last 20 admin actions', 'Actor'],
  ['Open incidents', 'Updated'],
  ['Failure rate 24 h', 'Tenant'],
])('every column of %s sorts', async (name, column) => {
  renderDashboard();

  const shown = await table(name);

  const heads = within(shown)
    .getAllByRole('columnheader')
    .filter((head) => !['Rank', 'Action'].includes(head.textContent ?? ''));
  expect(heads.filter((head) => within(head).queryByRole('button') === null)).toEqual([]);
  await userEvent.click(within(shown).getByRole('button', { name: column }));
  expect(within(shown).getByRole('columnheader', { name: column })).toHaveAttribute('aria-sort');
});
