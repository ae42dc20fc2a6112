import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { anOpenIncident, incidentFigures, overviewAnswers } from '#app/testing/overview-fixture.ts';
import { aFleet, anAtRiskTenant } from '#app/testing/platform-fixture.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

/** What the menu of the tenant at risk offers about incidents, with these answers in place of the usual ones. */
async function incidentActions(changes: Record<string, unknown>) {
  renderDashboard(changes);
  const list = await screen.findByRole('region', { name: 'Tenants at risk' });
  await userEvent.click(await within(list).findByRole('button', { name: /More actions/ }));
  const entries = await screen.findAllByRole('menuitem', { name: /incident/i });
  return entries.map((entry) => [entry.textContent, entry.getAttribute('href')]);
}

function renderDashboard(changes: Record<string, unknown>) {
  const data = { ...Object.assign({}, ...Object.values(overviewAnswers)), ...changes };
  const { context } = fakeGateway({
    Caller: aViewer([...roles.admin, 'incidents:write']),
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

  expect(actions).toEqual([['View incident 11', '/platform/incidents/incident-11']]);
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
