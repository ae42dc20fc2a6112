import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { findTenants } from './find-tenants.server.ts';
import { openGateway } from './gateway.server.ts';
import { readTenantChoice, writeNamedTenant } from './tenant-choice.ts';

const hanse = { id: 't1', name: 'Hanse' };
const alto = { id: 't2', name: 'Coro Alto' };
const teatro = { id: 't3', name: 'Teatro' };

async function find(fields: [string, string][]) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(roles.admin),
    TenantSearch: { data: { tenants: { nodes: [hanse, alto] } } },
  });
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const gateway = openGateway({ request: new Request('https://ops.example/platform'), context });
  return { found: await findTenants(gateway, form), calls };
}

test('sends a form back as it was filled in, with the tenants that match', async () => {
  const { found } = await find([
    ['reason', 'Festival'],
    ['tenantIds', 't1'],
    ['namedTenants', writeNamedTenant(hanse)],
    ['namedTenants', writeNamedTenant(teatro)],
    ['tenantSearch', ' o '],
    ['findTenants', 'on'],
  ]);

  expect(found?.error).toBeUndefined();
  expect(found?.initialValue?.['reason']).toBe('Festival');
  expect(readTenantChoice(found, 'tenantIds', [])).toEqual({
    chosen: [hanse],
    offers: [alto],
    searched: 'o',
  });
});

test('text that was not searched for yet is searched for, whichever button was pressed', async () => {
  const { found } = await find([['tenantSearch', 'alto']]);

  expect(readTenantChoice(found, 'tenantIds', []).offers).toEqual([hanse, alto]);
});

test('asks nothing about nothing, and does not take it for a submit', async () => {
  const { found, calls } = await find([['findTenants', 'on']]);

  expect(readTenantChoice(found, 'tenantIds', [])).toEqual({ chosen: [], offers: [], searched: '' });
  expect(calls).toEqual([]);
});

test('leaves every other form to its page', async () => {
  expect((await find([['reason', 'Festival']])).found).toBeNull();
});

test('a form that came back says who is chosen, not where it began', () => {
  const choice = readTenantChoice({ initialValue: { namedTenants: writeNamedTenant(hanse) } }, 'tenantIds', [
    hanse,
  ]);

  expect(choice).toEqual({ chosen: [], offers: [hanse], searched: null });
});

test('what nobody wrote as a named tenant is none', () => {
  const named = ['{', '"t1"', '[1,2]', 'null', '{}'];

  expect(readTenantChoice({ initialValue: { namedTenants: named } }, 'tenantIds', []).offers).toEqual([]);
});
