import { aViewer, fakeGateway, roles, sessionCookie } from '#app/testing/fake-gateway.ts';
import { loader } from './route.tsx';

const directoryRow = (id: string) => ({ id, name: id, slug: id, status: 'ACTIVE' });
const row = (id: string) => ({ name: id, slug: id, status: 'ACTIVE', riskState: 'OK', tenant: { id } });

async function asked(search: string, permissions = roles.viewer) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    PaletteDirectory: ({ isSearch, hasHere }) => ({
      data: {
        ...(isSearch ? { found: { nodes: [directoryRow('elbe')] } } : {}),
        ...(hasHere ? { here: directoryRow('hanse') } : {}),
      },
    }),
    Palette: ({ hasHere }) => ({
      data: { found: { nodes: [row('elbe')] }, ...(hasHere ? { here: { nodes: [row('hanse')] } } : {}) },
    }),
  });
  const request = new Request(`https://ops.example/platform/palette${search}`, {
    headers: { Cookie: sessionCookie },
  });
  return { answer: await loader({ request, context, params: {} }), calls };
}

test('without a name finds who is at risk', async () => {
  const { answer, calls } = await asked('');

  expect(answer).toMatchObject({ query: '', tenants: [{ id: 'elbe' }], here: null });
  expect(calls[1]?.variables).toMatchObject({ filter: { isAtRisk: true }, hasHere: false });
});

test('finds tenants of a name, and the one whose page is open', async () => {
  const { answer, calls } = await asked('?q=%20elb&tenant=hanse');

  expect(answer).toMatchObject({ query: 'elb', here: { id: 'hanse' } });
  expect(calls[1]?.variables).toEqual({ filter: { query: 'elb' }, here: 'hanse', hasHere: true });
});

test('finds tenants by name, and not by risk, for a role that may not read their health', async () => {
  const empty = await asked('', roles.billing);
  const named = await asked('?q=elb&tenant=hanse', roles.billing);

  expect(empty.answer.tenants).toEqual([]);
  expect(named.answer).toMatchObject({ tenants: [{ id: 'elbe', riskState: null }], here: { id: 'hanse' } });
  expect(named.calls.map(({ operation }) => operation)).toEqual(['Caller', 'PaletteDirectory']);
});

test('asks nothing about tenants for whom may not read them', async () => {
  const { answer, calls } = await asked('?q=elb&tenant=hanse', ['platform:read', 'health:read']);

  expect(answer).toEqual({ query: 'elb', tenants: [], here: null });
  expect(calls.map(({ operation }) => operation)).toEqual(['Caller']);
});

test('is for people of the platform only', async () => {
  await expect(asked('', roles.tenantOwner)).rejects.toMatchObject({ status: 403 });
});
