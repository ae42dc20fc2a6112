import { aViewer, fakeGateway, roles, sessionCookie, type Answers } from '#app/testing/fake-gateway.ts';
import { loader } from './route.ts';

const anEntry = (id: string) => ({
  id,
  at: '2026-11-20T09:42:00.000Z',
  action: 'tenant.suspend',
  callerKind: 'USER',
  callerId: 'u1',
  callerName: 'Ana Ito',
  actorName: null,
  targetType: 'Tenant',
  targetId: 't1',
  targetName: '=cmd()',
  before: { status: 'ACTIVE' },
  after: { status: 'SUSPENDED' },
  requestId: 'r1',
  tenant: { id: 't1', name: 'Hanse' },
});

const aPage = (nodes: object[], endCursor: string | null = null) => ({
  data: { auditEntries: { pageInfo: { hasNextPage: endCursor !== null, endCursor }, nodes } },
});

async function exported(permissions: string[], answer: Answers[string], search = '') {
  const { context, calls } = fakeGateway({ Caller: aViewer(permissions), AuditExport: answer });
  const request = new Request(`https://ops.example/platform/audit-logs/export.csv${search}`, {
    headers: { Cookie: sessionCookie },
  });
  const response = await loader({ request, context, params: {} });
  return { response, asked: () => calls.filter((call) => call.operation === 'AuditExport') };
}

test('writes every entry once, with exact instants and the states, and nothing a spreadsheet would run', async () => {
  const { response, asked } = await exported(roles.viewer, ({ after }) =>
    after === null ? aPage([anEntry('a1'), anEntry('a2')], 'c1') : aPage([anEntry('a2'), anEntry('a3')]),
  );

  const [head, first, ...rest] = (await response.text()).trimEnd().split('\r\n');

  expect(head).toBe(
    'id,at,action,caller_kind,caller_id,caller_name,actor_name,target_type,target_id,target_name,tenant_id,' +
      'tenant_name,before,after,request_id',
  );
  expect(first).toBe(
    'a1,2026-11-20T09:42:00.000Z,tenant.suspend,USER,u1,Ana Ito,,Tenant,t1,"\'=cmd()",t1,Hanse,' +
      '"{""status"":""ACTIVE""}","{""status"":""SUSPENDED""}",r1',
  );
  expect(rest.map((line) => line.slice(0, 2))).toEqual(['a2', 'a3']);
  expect(asked().map((call) => call.variables['after'])).toEqual([null, 'c1']);
  expect(response.headers.get('content-disposition')).toMatch(/filename="audit-log-\d{4}-\d\d-\d\d\.csv"/);
});

test('writes what the address narrows the log to, up to now', async () => {
  const { asked } = await exported(
    roles.viewer,
    aPage([]),
    '?by=staff&from=2026-11-01T00:00Z&after=elsewhere',
  );

  expect(asked()[0]?.variables).toMatchObject({
    filter: { isByStaff: true, from: '2026-11-01T00:00:00.000Z', to: expect.any(String) },
    after: null,
  });
});

test('refuses a role that may not read the log, before asking for it', async () => {
  await expect(exported(roles.billing, aPage([]))).rejects.toMatchObject({ status: 403 });
});
