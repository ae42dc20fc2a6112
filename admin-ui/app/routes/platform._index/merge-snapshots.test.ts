import { incidentFigures } from '#app/testing/overview-fixture.ts';
import { aFleet, anAtRiskTenant, aRank } from '#app/testing/platform-fixture.ts';
import { latestInstant, mergeParts, mergeSnapshots } from './merge-snapshots.ts';
import { loadedSnapshot, type HealthPart, type PlatformSnapshot } from './snapshot.ts';

const older = '2026-11-20T09:41:00.000Z';
const newer = '2026-11-20T09:42:00.000Z';

function aPart(changes: Partial<HealthPart>): HealthPart {
  return { ...loadedSnapshot({}, '24h', new Date(older)).health, ...changes };
}

test('takes a newer section', () => {
  const merged = mergeParts(
    aPart({ asOf: older, fleetHealth: aFleet({ asOf: older, atRisk: 5 }) }),
    aPart({ asOf: newer, fleetHealth: aFleet({ asOf: newer, atRisk: 6 }) }),
  );

  expect(merged.fleetHealth?.atRisk).toBe(6);
});

test('never replaces a newer section or list by an older one', () => {
  const shown = aPart({ asOf: newer, fleetHealth: aFleet({ asOf: newer, atRisk: 6 }), byDrift: [aRank()] });
  const late = aPart({ asOf: older, fleetHealth: aFleet({ asOf: older, atRisk: 5 }), byDrift: [] });

  const merged = mergeParts(shown, late);

  expect(merged.fleetHealth?.atRisk).toBe(6);
  expect(merged.asOf).toBe(newer);
  expect(merged.byDrift).toBe(shown.byDrift);
});

test('takes the newer of two sections although the answer as a whole is older', () => {
  const shown = aPart({ asOf: newer, fleetHealth: aFleet({ asOf: older, atRisk: 5 }) });
  const late = aPart({ asOf: older, fleetHealth: aFleet({ asOf: newer, atRisk: 6 }) });

  expect(mergeParts(shown, late).fleetHealth?.atRisk).toBe(6);
});

test('keeps what is shown when a source did not answer', () => {
  const shown = aPart({ asOf: older, fleetHealth: aFleet({ asOf: older }), byDrift: [aRank()] });

  const merged = mergeParts(shown, aPart({ asOf: newer, fleetHealth: null, byDrift: null }));

  expect(merged.fleetHealth).toBe(shown.fleetHealth);
  expect(merged.byDrift).toBe(shown.byDrift);
});

test('a change of one source leaves the others alone', () => {
  const shown: PlatformSnapshot = loadedSnapshot(
    { fleetHealth: aFleet(), atRiskTenants: [anAtRiskTenant()], incidentFigures: incidentFigures() } as never,
    '24h',
    new Date(older),
  );
  const incidents = { asOf: newer, figures: incidentFigures({ asOf: newer, open: 3 }), open: [] };

  const merged = mergeSnapshots(shown, { incidents });

  expect(merged.incidents.figures?.open).toBe(3);
  expect(merged.health).toBe(shown.health);
  expect(latestInstant(merged)).toBe(newer);
});

test('keeps the ranking of one window apart from that of the other', () => {
  const answer = { byExecutions: [aRank()] } as never;

  const { health } = loadedSnapshot(answer, '7d', new Date(older));

  expect(health.byExecutions7d).toHaveLength(1);
  expect(health.byExecutions24h).toBeNull();
});
