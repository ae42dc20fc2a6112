import { columnsFromForm, shownColumns, tenantColumns, tenantsBy, withColumns } from './tenant-columns.ts';
import { readTenantList, tenantListHref } from './tenant-list.ts';

const read = (search: string) => readTenantList(new URLSearchParams(search));
const ids = (search: string, canBilling = true) => shownColumns(read(search), canBilling).map(({ id }) => id);

const usual = ['risk', 'status', 'plan', 'failureRate', 'executions', 'mrr', 'storage', 'lastActive'];

test('shows the usual columns unless the address names others', () => {
  expect(ids('')).toEqual(usual);
  expect(ids('columns=lastActive.mrr.nonsense')).toEqual(['mrr', 'lastActive']);
  expect(ids('columns=none')).toEqual([]);
});

test('shows no money to a caller who may not read it', () => {
  expect(ids('', false)).toEqual(['risk', 'status', 'failureRate', 'executions', 'storage', 'lastActive']);
});

test('keeps a choice in the address, and leaves the usual one out', () => {
  expect(tenantListHref(withColumns(read('q=a'), ['created', 'risk']))).toBe(
    '/platform/tenants?columns=risk.created&q=a',
  );
  expect(tenantListHref(withColumns(read('columns=none'), usual))).toBe('/platform/tenants');
  expect(tenantListHref(withColumns(read(''), []))).toBe('/platform/tenants?columns=none');
});

test('does not take away columns that were not offered', () => {
  const chosen = columnsFromForm(new URLSearchParams('column=risk'), false);

  expect(withColumns(read(''), chosen).kept['columns']).toBe('risk.plan.mrr');
});

test('leads to the list in the order of a figure, with that figure in a column', () => {
  for (const { id, sort } of tenantColumns.filter((column) => column.isNumber && column.sort !== undefined)) {
    if (sort === undefined) continue;
    const address = new URL(tenantsBy(sort), 'http://self.invalid').searchParams;
    const list = readTenantList(address);

    expect([list.sort, list.direction]).toEqual([sort, 'DESC']);
    expect(
      shownColumns(list, false)
        .concat(shownColumns(list, true))
        .map((column) => column.id),
    ).toContain(id);
  }
});

test('leads to the usual list where the figure is one of the usual columns', () => {
  expect(tenantsBy('STORAGE')).toBe('/platform/tenants?sort=STORAGE');
  expect(tenantsBy('DRIFT_7D', { drift: 'true' })).toBe(
    '/platform/tenants?columns=risk.status.plan.failureRate.executions.drift.mrr.storage.lastActive&drift=true&sort=DRIFT_7D',
  );
});
