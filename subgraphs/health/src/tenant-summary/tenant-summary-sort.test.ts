import fc from 'fast-check';
import { dataOf } from '@intendant/kit/testing/test-database';
import type { TenantSummarySortField } from '../generated/resolvers.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

// Every order over random fleets, against sorting the same rows by a plain comparison.

interface Figures {
  executions_24h: number;
  failures_24h: number;
  executions_7d: number;
  drifted_environments_7d: number;
  drift_7d: number;
  last_drift_at: string | null;
  failing_credentials_7d: number;
  credential_failures_7d: number;
  last_credential_failure_at: string | null;
  workflows: number | null;
  environments: number | null;
  storage_bytes: number | null;
  last_event_at: string | null;
  last_activity_at: string | null;
  mrr_cents: number;
  plan_key: string | null;
  risk_score: number;
  created_at: string;
  status: string;
}

interface Tenant extends Figures {
  id: string;
  name: string;
}

let db: HealthDatabase;
const tenants: { id: string; name: string }[] = [];
beforeAll(async () => {
  db = await startHealthDatabase();
  for (let index = 0; index < 9; index += 1) {
    const name = ['same', 'Same', 'Älter'][index % 3] ?? '';
    tenants.push({ id: await db.aTenant({ name }), name });
  }
});
afterAll(() => db.close());

const few = fc.nat({ max: 3 });
// Instants that differ by less than JavaScript can tell apart.
const instant = fc.constantFrom(
  '2026-11-20T09:00:00.000001Z',
  '2026-11-20T09:00:00.000002Z',
  '2026-11-19T00:00:00Z',
);
const unknown = fc.constantFrom(null);
const orUnknown = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof(arbitrary, unknown);

const figures: fc.Arbitrary<Figures> = fc.record({
  executions_24h: fc.constantFrom(0, 5, 19, 20, 40),
  failures_24h: fc.constantFrom(0, 1, 5),
  executions_7d: few,
  drifted_environments_7d: few,
  drift_7d: few,
  last_drift_at: orUnknown(instant),
  failing_credentials_7d: few,
  credential_failures_7d: few,
  last_credential_failure_at: orUnknown(instant),
  workflows: orUnknown(few),
  environments: orUnknown(few),
  storage_bytes: orUnknown(fc.constantFrom(0, 1, 5e15)),
  last_event_at: orUnknown(instant),
  last_activity_at: orUnknown(instant),
  mrr_cents: few,
  plan_key: orUnknown(fc.constantFrom('free', 'pro')),
  risk_score: few,
  created_at: instant,
  status: fc.constantFrom('ACTIVE', 'SUSPENDED'),
});

type Key = string | number;
const text = (value: string | null): string => value ?? '';
const lastOr = (value: number | null, isDescending: boolean): number =>
  value ?? (isDescending ? -Infinity : Infinity);

const keysOf: Record<TenantSummarySortField, (tenant: Tenant, isDescending: boolean) => Key[]> = {
  NAME: ({ name }) => [name.toLowerCase()],
  STATUS: ({ status }) => [status],
  PLAN: (tenant) => [tenant.mrr_cents, text(tenant.plan_key)],
  MRR: (tenant) => [tenant.mrr_cents],
  RISK: (tenant) => [tenant.risk_score],
  FAILURE_RATE_24H: ({ executions_24h: all, failures_24h: failed }, isDescending) =>
    all >= 20 ? [failed / all, failed] : [lastOr(null, isDescending), 0],
  EXECUTIONS_24H: (tenant) => [tenant.executions_24h],
  EXECUTIONS_7D: (tenant) => [tenant.executions_7d],
  DRIFT_7D: (tenant) => [tenant.drifted_environments_7d, tenant.drift_7d, text(tenant.last_drift_at)],
  CREDENTIAL_FAILURES_7D: (tenant) => [
    tenant.failing_credentials_7d,
    tenant.credential_failures_7d,
    text(tenant.last_credential_failure_at),
  ],
  WORKFLOWS: (tenant, isDescending) => [lastOr(tenant.workflows, isDescending)],
  ENVIRONMENTS: (tenant, isDescending) => [lastOr(tenant.environments, isDescending)],
  STORAGE: (tenant, isDescending) => [lastOr(tenant.storage_bytes, isDescending)],
  LAST_EVENT_AT: (tenant) => [text(tenant.last_event_at)],
  LAST_ACTIVITY_AT: (tenant) => [text(tenant.last_activity_at)],
  CREATED_AT: (tenant) => [tenant.created_at],
};
const fields = Object.keys(keysOf) as TenantSummarySortField[];

function compare(left: readonly Key[], right: readonly Key[]): number {
  const at = left.findIndex((key, index) => key !== right[index]);
  return at === -1 ? 0 : (left[at] ?? 0) < (right[at] ?? 0) ? -1 : 1;
}

function plainlySorted(
  fleet: readonly Tenant[],
  field: TenantSummarySortField,
  isDescending: boolean,
): string[] {
  const tie = ({ name, id }: Tenant): Key[] => [name.toLowerCase(), id];
  return fleet
    .toSorted((a, b) => {
      const order = compare(keysOf[field](a, isDescending), keysOf[field](b, isDescending));
      return (isDescending ? -order : order) || compare(tie(a), tie(b));
    })
    .map(({ id }) => id);
}

async function store(fleet: readonly Tenant[]): Promise<void> {
  const columns = Object.keys(fleet[0] ?? {}).filter((column) => column !== 'id' && column !== 'name');
  await db.select(
    `update tenant_summary s set ${columns.map((column) => `${column} = r.${column}`).join(', ')}
     from jsonb_populate_recordset(null::tenant_summary, $1) as r where s.tenant_id = r.tenant_id`,
    [JSON.stringify(fleet.map(({ id, ...rest }) => ({ tenant_id: id, ...rest })))],
  );
}

interface Page {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: { tenant: { id: string } }[];
}

async function pagedThrough(field: string, isDescending: boolean, first: number): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const result = await db.execute(
      'health',
      `query ($sort: TenantSummarySort, $first: Int, $after: String) {
         tenantSummaries(sort: $sort, first: $first, after: $after) {
           pageInfo { hasNextPage endCursor } nodes { tenant { id } } } }`,
      { sort: { field, direction: isDescending ? 'DESC' : 'ASC' }, first, after },
    );
    const page: Page = dataOf<{ tenantSummaries: Page }>(result).tenantSummaries;
    ids.push(...page.nodes.map(({ tenant }) => tenant.id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return ids;
}

it('pages through any fleet in every order as a plain sort has it, whatever is unknown or equal', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(figures, { minLength: tenants.length, maxLength: tenants.length }),
      fc.integer({ min: 1, max: 4 }),
      async (drawn, first) => {
        const fleet = tenants.flatMap((tenant, index) => {
          const its = drawn[index];
          return its ? [{ ...tenant, ...its }] : [];
        });
        await store(fleet);

        for (const field of fields) {
          for (const isDescending of [true, false]) {
            expect([field, isDescending, await pagedThrough(field, isDescending, first)]).toEqual([
              field,
              isDescending,
              plainlySorted(fleet, field, isDescending),
            ]);
          }
        }
      },
    ),
    { numRuns: 15 },
  );
}, 300_000);

it.each([
  ['DRIFT_7D', 'DRIFT_7D'],
  ['CREDENTIAL_FAILURES_7D', 'CREDENTIAL_FAILURES_7D'],
  ['FAILURE_RATE_24H', 'FAILURE_RATE_24H'],
  ['EXECUTIONS_24H', 'EXECUTIONS_24H'],
  ['EXECUTIONS_7D', 'EXECUTIONS_7D'],
  ['WORKFLOWS', 'WORKFLOWS'],
  ['ENVIRONMENTS', 'ENVIRONMENTS'],
])('begins the list by %s with the ranking by it', async (by, field) => {
  const drawn = fc.sample(figures, { numRuns: tenants.length, seed: 4 });
  await store(
    tenants.flatMap((tenant, index) => {
      const its = drawn[index];
      // What happened happened at some time.
      return its
        ? [{ ...tenant, ...its, last_drift_at: its.created_at, last_credential_failure_at: its.created_at }]
        : [];
    }),
  );
  db.clock.advance(120_000);

  const result = await db.execute('health', `{ tenantRanking(by: ${by}) { tenant { id } } }`);

  const ranked = dataOf<{ tenantRanking: { tenant: { id: string } }[] }>(result).tenantRanking;
  const ids = ranked.map(({ tenant }) => tenant.id);
  expect(ids.length).toBeGreaterThan(1);
  expect((await pagedThrough(field, true, 50)).slice(0, ids.length)).toEqual(ids);
});
