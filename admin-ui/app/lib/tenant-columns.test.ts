import { columnsFromForm, shownColumns, tenantColumns, withColumns } from './tenant-columns.ts';
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

test('shows the figure that the list goes by, chosen or not', () => {
  for (const { id, sort } of tenantColumns) {
    if (sort === undefined) continue;

    expect(shownColumns(read(`sort=${sort}`), true).map((column) => column.id)).toContain(id);
  }
});

test('shows how many failures a rate is made of, and no figure that was not chosen in another order', () => {
  const extras = (search: string) =>
    shownColumns(read(search), true).flatMap(({ id, isExtra }) => (isExtra ? [id] : []));

  expect(extras('sort=FAILURE_RATE_24H')).toEqual(['failures']);
  expect(extras('sort=DRIFT_7D')).toEqual(['drift']);
  expect(extras('sort=NAME')).toEqual([]);
  expect(extras('sort=DRIFT_7D&columns=risk')).toEqual([]);
});
