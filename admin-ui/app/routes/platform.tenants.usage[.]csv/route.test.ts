import { aViewer, fakeGateway, roles, sessionCookie } from '#app/testing/fake-gateway.ts';
import { loader } from './route.ts';

const series = {
  stepSeconds: 3600,
  points: [
    { at: '2026-11-20T08:00:00.000Z', executions: 300, failures: 2, p95DurationMs: 812.5 },
    { at: '2026-11-20T09:00:00.000Z', executions: 0, failures: 0, p95DurationMs: null },
  ],
};

async function exported(tenant: object | null, permissions = roles.viewer) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    TenantUsageExport: { data: { tenant } },
  });
  const request = new Request('https://ops.example/platform/tenants/usage.csv?tenant=t1&range=24h', {
    headers: { Cookie: sessionCookie },
  });
  return { response: await loader({ request, context, params: {} }), calls };
}

test('writes one record a step, exact instants and raw numbers', async () => {
  const { response, calls } = await exported({ slug: 'hanse', health: { series } });

  expect(await response.text()).toBe(
    'step_start,step_seconds,executions,failures,p95_duration_ms\r\n' +
      '2026-11-20T08:00:00.000Z,3600,300,2,812.5\r\n' +
      '2026-11-20T09:00:00.000Z,3600,0,0,\r\n',
  );
  expect(response.headers.get('content-disposition')).toMatch(/filename="usage-hanse-\d{4}-\d\d-\d\d\.csv"/);
  expect(calls[1]?.variables).toEqual({ id: 't1', window: { range: 'H24' } });
});

test('gives no file when the figures are missing, because an empty one would say that nothing ran', async () => {
  await expect(exported({ slug: 'hanse', health: null })).rejects.toMatchObject({ status: 500 });
});

test('knows no tenant that does not exist, and refuses who may not read figures', async () => {
  await expect(exported(null)).rejects.toMatchObject({ status: 404 });
  await expect(exported({ slug: 'hanse', health: { series } }, roles.billing)).rejects.toMatchObject({
    status: 403,
  });
});
