import { aViewer, fakeGateway, roles, sessionCookie, type Answers } from '#app/testing/fake-gateway.ts';
import { loader } from './route.ts';

const url = 'https://ops.example/platform/tenants/export.csv';

function aRow(id: string, changes: Record<string, unknown> = {}) {
  return {
    tenant: { id },
    name: 'Hanse Sinfonietta',
    slug: 'hanse',
    status: 'ACTIVE',
    isDemo: false,
    isAtRisk: true,
    riskState: 'CRITICAL',
    atRiskSince: '2026-11-20T07:12:00.000Z',
    clauses: [{ kind: 'FAILURE_RATE' }, { kind: 'DRIFT' }],
    planKey: 'pro',
    planName: 'Pro',
    mrr: { amountCents: 9_900, currency: 'EUR' },
    isTrialing: false,
    isDelinquent: false,
    executions24h: 675,
    failures24h: 212,
    failureRate24h: 0.314,
    rateLimited24h: 0,
    storageBytes: null,
    lastEventAt: null,
    createdAt: '2024-03-14T10:22:51.000Z',
    executions7d: 4_200,
    driftedEnvironments7d: 3,
    driftDetections7d: 7,
    lastDriftAt: '2026-11-20T07:00:00.000Z',
    failingCredentials7d: 0,
    credentialFailures7d: 0,
    lastCredentialFailureAt: null,
    workflows: 12,
    environments: null,
    lastActivityAt: '2026-11-20T09:00:00.000Z',
    ...changes,
  };
}

const aPage = (nodes: object[], endCursor: string | null = null) => ({
  data: { tenantSummaries: { pageInfo: { hasNextPage: endCursor !== null, endCursor }, nodes } },
});

async function exported(permissions: string[], answer: Answers[string], search = '') {
  const { context, calls } = fakeGateway({ Caller: aViewer(permissions), TenantExport: answer });
  const request = new Request(`${url}${search}`, { headers: { Cookie: sessionCookie } });
  const response = await loader({ request, context, params: {} });
  return { response, asked: () => calls.filter((call) => call.operation === 'TenantExport') };
}

test('writes exact instants and raw numbers under names that do not change', async () => {
  const { response } = await exported(roles.viewer, aPage([aRow('t1')]));

  expect(await response.text()).toBe(
    'id,name,slug,status,is_demo,is_at_risk,risk_state,risk_clauses,at_risk_since,is_delinquent,plan_key,plan_name,' +
      'is_trialing,mrr_cents,currency,executions_24h,failures_24h,failure_rate_24h,rate_limited_24h,storage_bytes,' +
      'last_event_at,created_at,executions_7d,drifted_environments_7d,drift_detections_7d,last_drift_at,' +
      'failing_credentials_7d,credential_failures_7d,last_credential_failure_at,workflows,environments,last_activity_at\r\n' +
      't1,Hanse Sinfonietta,hanse,ACTIVE,false,true,CRITICAL,FAILURE_RATE DRIFT,2026-11-20T07:12:00.000Z,false,pro,' +
      'Pro,false,9900,EUR,675,212,0.314,0,,,2024-03-14T10:22:51.000Z,4200,3,7,2026-11-20T07:00:00.000Z,0,0,,12,,' +
      '2026-11-20T09:00:00.000Z\r\n',
  );
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="tenants-\d{4}-\d\d-\d\d\.csv"$/,
  );
});

test('writes every page of the filtered and sorted list, and nobody twice', async () => {
  const { response, asked } = await exported(
    roles.viewer,
    ({ after }) => (after === null ? aPage([aRow('t1'), aRow('t2')], 'c2') : aPage([aRow('t2'), aRow('t3')])),
    '?status=ACTIVE&sort=NAME&after=elsewhere',
  );

  const lines = (await response.text()).trimEnd().split('\r\n').slice(1);

  expect(lines.map((line) => line.split(',')[0])).toEqual(['t1', 't2', 't3']);
  expect(asked().map((call) => call.variables['after'])).toEqual([null, 'c2']);
  expect(asked()[1]?.variables).toMatchObject({
    filter: { statuses: ['ACTIVE'] },
    sort: { field: 'NAME', direction: 'ASC' },
  });
});

test('writes only who was chosen, whatever its status', async () => {
  const { asked } = await exported(roles.viewer, aPage([]), '?id=t1&id=t2');

  expect(asked()[0]?.variables['filter']).toEqual({
    ids: ['t1', 't2'],
    statuses: ['PROVISIONING', 'ACTIVE', 'SUSPENDED', 'DEPROVISIONING', 'DELETED'],
  });
});

test('writes no money for a caller who may not read it', async () => {
  const { response, asked } = await exported(
    roles.support,
    aPage([aRow('t1')]),
    '?q=a&sort=MRR&plan=pro&trial=true',
  );

  expect(await response.text()).not.toMatch(/mrr|plan|9900/);
  expect(asked()[0]?.variables).toMatchObject({
    canBilling: false,
    filter: { query: 'a' },
    sort: { field: 'RISK', direction: 'DESC' },
  });
  expect(asked()[0]?.variables['filter']).not.toHaveProperty('planKeys');
  expect(asked()[0]?.variables['filter']).not.toHaveProperty('isTrialing');
});

test('breaks off instead of pretending to be complete when a later page fails', async () => {
  const logged: unknown[] = [];
  const logError = console.error;
  console.error = (message: unknown) => logged.push(message);
  const { response } = await exported(roles.viewer, ({ after }) =>
    after === null ? aPage([aRow('t1')], 'c1') : { errors: [{ message: 'down' }] },
  );

  await expect(response.text()).rejects.toBeDefined();
  console.error = logError;
  expect(logged).toEqual([expect.stringContaining('gateway refused')]);
});

test('refuses a role that may not read the list, before asking for it', async () => {
  await expect(exported(roles.billing, aPage([]))).rejects.toMatchObject({ status: 403 });
});
