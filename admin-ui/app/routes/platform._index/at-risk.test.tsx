import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { anOpenIncident, incidentFigures, overviewAnswers } from '#app/testing/overview-fixture.ts';
import { aFleet, anAtRiskTenant } from '#app/testing/platform-fixture.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const support = ['platform:read', 'tenants:read', 'health:read', 'audit:read'];
const managers = [...roles.admin, 'incidents:write'];

/** What the menu of the tenant at risk offers about incidents, with these answers in place of the usual ones. */
async function incidentActions(changes: Record<string, unknown>) {
  renderDashboard(changes);
  const list = await screen.findByRole('region', { name: 'Tenants at risk' });
  await userEvent.click(await within(list).findByRole('button', { name: /More actions/ }));
  const entries = await screen.findAllByRole('menuitem', { name: /incident/i });
  return entries.map((entry) => [entry.textContent, entry.getAttribute('href')]);
}

function renderDashboard(changes: Record<string, unknown>, permissions: readonly string[] = managers) {
  const data = { ...Object.assign({}, ...Object.values(overviewAnswers)), ...changes };
  const { context } = fakeGateway({
    Caller: aViewer([...permissions]),
    PlatformOverview: { data },
  });
  renderRoute(route, { path: '/platform', at: '/platform', context });
}

const others = Array.from({ length: 10 }, (_, index) =>
  anOpenIncident({ id: `other-${index}`, number: index + 1, tenants: [{ id: 'another' }] }),
);
const itsOwn = { openIncident: { id: 'incident-11', number: 11 } };

test('leads to a tenant’s incident although ten others are listed before it', async () => {
  const actions = await incidentActions({
    atRiskTenants: [{ ...anAtRiskTenant(), ...itsOwn }],
    incidentFigures: incidentFigures({ open: 11 }),
    openIncidents: others,
  });

  expect(actions).toEqual([['View incident #11', '/platform/incidents/incident-11']]);
});

test('offers to open an incident once every open one is listed and none is the tenant’s', async () => {
  const actions = await incidentActions({
    atRiskTenants: [{ ...anAtRiskTenant(), ...itsOwn }],
    incidentFigures: incidentFigures({ open: 10 }),
    openIncidents: others,
  });

  expect(actions.map(([text]) => text)).toEqual(['Open incident…']);
});

test('says by which thresholds nobody is at risk, as they are set', async () => {
  const riskThresholds = { failureRate: 0.25, minimumFailures: 7, drift: 2, credentialFailures: 1 };
  renderDashboard({ atRiskTenants: [], fleetHealth: aFleet({ atRisk: 0, riskThresholds }) });

  const list = await screen.findByRole('region', { name: 'Tenants at risk' });

  expect(list).toHaveTextContent(
    'A tenant appears here when 25% of its executions fail within 24 h, 7 of them or more, when drift is detected ' +
      '2 times or credentials fail 1 time within 7 d, or when a payment is past due.',
  );
});

test.each([
  ['leads billing’s readers to payments', managers, ['Review payments of Hanse Sinfonietta']],
  [
    'leads others to the tenant, since its payments are not theirs to see',
    support,
    ['Open tenant of Hanse Sinfonietta'],
  ],
])('%s', async (_, permissions, expected) => {
  const [clause] = anAtRiskTenant().clauses;
  const owing = { ...clause, kind: 'DELINQUENT', value: 19_800, threshold: 0, currency: 'EUR', count: 1 };
  renderDashboard({ atRiskTenants: [{ ...anAtRiskTenant(), clauses: [owing] }] }, permissions);

  const list = await screen.findByRole('region', { name: 'Tenants at risk' });
  const links = within(list).getAllByRole('link');

  expect(
    links.map((link) => link.textContent).filter((text) => /^(Review|Open tenant)/.test(text ?? '')),
  ).toEqual(expected);
  expect(links.some((link) => link.getAttribute('href')?.endsWith('tab=plan'))).toBe(
    permissions === managers,
  );
});
