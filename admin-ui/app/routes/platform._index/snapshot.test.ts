import { aSnapshot, aFleet } from '#app/testing/platform-fixture.ts';
import { mergeSnapshots } from './snapshot.ts';

const older = '2026-11-20T09:41:00.000Z';
const newer = '2026-11-20T09:42:00.000Z';

test('takes a newer section', () => {
  const merged = mergeSnapshots(
    aSnapshot({ fleetHealth: aFleet({ asOf: older, atRisk: 5 }) }),
    aSnapshot({ fleetHealth: aFleet({ asOf: newer, atRisk: 6 }) }),
  );

  expect(merged.fleetHealth?.atRisk).toBe(6);
});

test('never replaces a newer section by an older one, section by section', () => {
  const shown = aSnapshot({ asOf: newer, fleetHealth: aFleet({ asOf: newer, atRisk: 6 }) });
  const late = aSnapshot({ asOf: older, fleetHealth: aFleet({ asOf: older, atRisk: 5 }), atRiskTenants: [] });

  const merged = mergeSnapshots(shown, late);

  expect(merged.fleetHealth?.atRisk).toBe(6);
  expect(merged.asOf).toBe(newer);
  expect(merged.atRiskTenants).toBe(shown.atRiskTenants);
});

test('keeps what is shown when a source did not answer', () => {
  const shown = aSnapshot({ asOf: older });

  const merged = mergeSnapshots(shown, aSnapshot({ asOf: newer, fleetHealth: null, byDrift: null }));

  expect(merged.fleetHealth).toBe(shown.fleetHealth);
  expect(merged.byDrift).toBe(shown.byDrift);
});
