import { aViewer, fakeGateway, roles, sessionCookie } from '#app/testing/fake-gateway.ts';
import { loader } from './route.ts';

function search(query: string, permissions = roles.viewer) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    TenantSearch: { data: { tenants: { nodes: [{ id: 't1', name: 'Hanse' }] } } },
  });
  const request = new Request(`https://ops.example/platform/tenants/search${query}`, {
    headers: { Cookie: sessionCookie },
  });
  return { found: loader({ request, context, params: {} }), calls };
}

test('finds tenants by a part of what they are called', async () => {
  const { found, calls } = search('?q=%20han%20');

  expect(await found).toEqual({ tenants: [{ id: 't1', name: 'Hanse' }] });
  expect(calls.at(-1)?.variables).toEqual({ query: 'han' });
});

test('asks nothing about nothing', async () => {
  const { found, calls } = search('?q=%20');

  expect(await found).toEqual({ tenants: [] });
  expect(calls.map(({ operation }) => operation)).toEqual(['Caller']);
});

test('is for every role that may read tenants, also without their health', async () => {
  expect(await search('?q=han', roles.billing).found).toEqual({ tenants: [{ id: 't1', name: 'Hanse' }] });
});

test('refuses people of a tenant', async () => {
  await expect(search('?q=han', roles.tenantOwner).found).rejects.toMatchObject({ status: 403 });
});
