import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

const support = aPlatformCaller(['platform:read', 'tenants:read', 'health:read']);
const LIST = `query ($filter: TenantSummaryFilter, $sort: TenantSummarySort) {
  tenantSummaries(filter: $filter, sort: $sort) { totalCount }
}`;

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
  const id = await db.aTenant({ name: 'Aurora' });
  await db.publishSubscription(id, { isDelinquent: true, overdueCents: 4900 });
  await db.drainJobs();
  await db.settled();
});
afterAll(() => db.close());

it.each([
  [{ sort: { field: 'MRR' } }, 'sort.field MRR', ['sort', 'field']],
  [{ sort: { field: 'PLAN', direction: 'DESC' } }, 'sort.field PLAN', ['sort', 'field']],
  [{ filter: { planKeys: ['pro'] } }, 'filter.planKeys', ['filter', 'planKeys']],
  [{ filter: { planKeys: [] } }, 'filter.planKeys', ['filter', 'planKeys']],
  [{ filter: { isTrialing: false } }, 'filter.isTrialing', ['filter', 'isTrialing']],
])(
  'refuses a list by %j to whoever may not read billing, and names the argument and the permission',
  async (variables, named, field) => {
    const { errors } = await db.execute('health', LIST, variables, support);

    expect(errors).toMatchObject([
      {
        message: `${named} needs the permission billing:read.`,
        extensions: { code: 'FORBIDDEN', missingScopes: ['billing:read'], field },
      },
    ]);
  },
);

it.each([
  [{}],
  [{ filter: { planKeys: null, isTrialing: null }, sort: { field: 'RISK', direction: 'DESC' } }],
  [{ filter: { isDelinquent: true, riskClauses: ['DELINQUENT'] }, sort: { field: 'NAME' } }],
])('answers %j, which is no matter of billing', async (variables) => {
  const answer = await db.execute('health', LIST, variables, support);

  expect(dataOf<object>(answer)).toEqual({ tenantSummaries: { totalCount: 1 } });
});

it.each([
  ['tenantSummaries', '{ tenantSummaries { nodes { planName } } }'],
  ['tenantSummaries', '{ tenantSummaries { nodes { planKey } } }'],
  ['tenantSummaries', '{ tenantSummaries { nodes { mrr { amountCents } } } }'],
  ['tenantSummaries', '{ tenantSummaries { nodes { isTrialing } } }'],
  ['tenantViewCounts', '{ tenantViewCounts { trialing } }'],
  ['atRiskTenants', '{ atRiskTenants { planName } }'],
  ['atRiskTenants', '{ atRiskTenants { mrr { amountCents } } }'],
])('refuses what billing knows in %s to whoever may not read billing: %s', async (_, document) => {
  const { errors = [] } = await db.execute('health', document, {}, support);

  expect(errors.length).toBeGreaterThan(0);
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(errors.map(() => 'FORBIDDEN'));
});

it('shows whoever may read health why a tenant is at risk, delinquency with its amount included', async () => {
  const answer = await db.execute(
    'health',
    '{ atRiskTenants { name clauses { kind value evidence } } }',
    {},
    support,
  );

  expect(dataOf<object>(answer)).toEqual({
    atRiskTenants: [
      { name: 'Aurora', clauses: [{ kind: 'DELINQUENT', value: 4900, evidence: '49.00 EUR overdue.' }] },
    ],
  });
});
