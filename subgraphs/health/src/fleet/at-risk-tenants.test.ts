import { aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { anIncident, workOn } from '../testing/an-incident.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
beforeEach(async () => {
  db = await startHealthDatabase();
});
afterEach(() => db.close());

const AT_RISK = '{ atRiskTenants { tenant { id } openIncident { id number status openedAt leadName } } }';

interface AtRisk {
  tenant: { id: string };
  openIncident: { id: string; number: number; status: string; openedAt: string } | null;
}

async function delinquent(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const id = await db.aTenant({ name: `Tenant ${index}` });
    await db.publishSubscription(id, { isDelinquent: true, overdueCents: 4900 });
    ids.push(id);
  }
  await db.drainJobs();
  return ids;
}

async function atRisk(): Promise<AtRisk[]> {
  return dataOf<{ atRiskTenants: AtRisk[] }>(await db.execute('health', AT_RISK)).atRiskTenants;
}

it('tells the latest incident that is open for each tenant at risk, however many are open, in one statement', async () => {
  const [one = '', both = '', resolvedOnly = '', none = ''] = await delinquent(4);
  const first = await anIncident(db, { tenantIds: [one, both] });
  const resolved = await anIncident(db, { tenantIds: [resolvedOnly] });
  await workOn(db, 'resolveIncident', { id: resolved.id, text: 'Over.' });
  for (let index = 0; index < 12; index += 1) {
    await anIncident(db, { tenantIds: [], severity: 'CRITICAL' });
  }
  db.clock.advance(1_000);
  const second = await anIncident(db, { tenantIds: [both] });

  const { result, statements } = await db.countStatements(atRisk);

  expect(statements).toHaveLength(1);
  expect(new Map(result.map(({ tenant, openIncident }) => [tenant.id, openIncident?.id]))).toEqual(
    new Map([
      [one, first.id],
      [both, second.id],
      [resolvedOnly, undefined],
      [none, undefined],
    ]),
  );
  expect(result.find(({ tenant }) => tenant.id === both)?.openIncident).toMatchObject({
    number: 15,
    status: 'INVESTIGATING',
    openedAt: db.clock.now().toISOString(),
  });
});

it('knows an incident soon after it was opened', async () => {
  const [tenantId = ''] = await delinquent(1);
  const before = await atRisk();

  const { id } = await anIncident(db, { tenantIds: [tenantId] });

  expect(before).toEqual([{ tenant: { id: tenantId }, openIncident: null }]);
  // Changes that follow one another at once share an answer.
  let known = await atRisk();
  while (known[0]?.openIncident === null) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    known = await atRisk();
  }
  expect(known).toMatchObject([{ openIncident: { id } }]);
});

it('tells the open incident with the risk of one tenant, too', async () => {
  const [tenantId = '', other = ''] = await delinquent(2);
  const { id } = await anIncident(db, { tenantIds: [tenantId] });
  const resolved = await anIncident(db, { tenantIds: [other] });
  await workOn(db, 'resolveIncident', { id: resolved.id, text: 'Over.' });
  const query = `query ($tenants: [_Any!]!) {
    _entities(representations: $tenants) { ... on Tenant { health { risk { openIncident { id } } } } } }`;
  const representations = [tenantId, other].map((each) => ({ __typename: 'Tenant', id: each }));

  const result = await db.execute('health', query, { tenants: representations });

  expect(dataOf(result)._entities).toEqual([
    { health: { risk: { openIncident: { id } } } },
    { health: { risk: { openIncident: null } } },
  ]);
});

it('tells no tenant of incidents', async () => {
  const [tenantId = ''] = await delinquent(1);
  await anIncident(db, { tenantIds: [tenantId] });
  const query = `query ($tenants: [_Any!]!) {
    _entities(representations: $tenants) { ... on Tenant { health { risk { openIncident { id } } } } } }`;

  const result = await db.execute(
    'health',
    query,
    { tenants: [{ __typename: 'Tenant', id: tenantId }] },
    aTenantCaller(tenantId, ['platform:read', 'health:read']),
  );

  expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  expect(JSON.stringify(result.data)).not.toContain('"id"');
});

it('says by which thresholds the fleet is judged, as they are set now', async () => {
  const query = '{ fleetHealth { riskThresholds { failureRate minimumFailures drift credentialFailures } } }';
  const read = async (): Promise<unknown> => {
    db.clock.advance(61_000);
    return dataOf(await db.execute('health', query)).fleetHealth;
  };
  const before = await read();
  const ctx = db.health();
  await ctx.em.transactional((em) => ctx.settings.set(em, ctx, 'health.failure-rate-threshold', 0.25));
  await ctx.em.transactional((em) => ctx.settings.set(em, ctx, 'health.failure-count-minimum', 7));
  ctx.settings.clear();

  expect(before).toEqual({
    riskThresholds: { failureRate: 0.1, minimumFailures: 20, drift: 3, credentialFailures: 5 },
  });
  expect(await read()).toMatchObject({ riskThresholds: { failureRate: 0.25, minimumFailures: 7 } });
});
