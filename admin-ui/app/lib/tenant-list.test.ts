import { sortedListBy } from './list-address.ts';
import {
  pageSizeOf,
  permittedList,
  readTenantList,
  savedSearchOf,
  tenantFilter,
  tenantList,
  tenantListHref,
  tenantListWith,
  tenantSort,
  withoutFilters,
} from './tenant-list.ts';
import {
  offeredViews,
  openedView,
  relaxations,
  standingViewOf,
  standingViews,
  tenantChips,
  toSavedView,
  toStandingView,
} from './tenant-views.ts';

const read = (search: string) => readTenantList(new URLSearchParams(search));
const plans = { pro: 'Pro' };

test('shows the worst risk first by default, and leaves the default out of the address', () => {
  const list = read('');

  expect(tenantSort(list)).toEqual({ field: 'RISK', direction: 'DESC' });
  expect(tenantListHref(list)).toBe('/platform/tenants');
});

test('keeps every condition, the columns and the page size in the address', () => {
  const search =
    'columns=risk.mrr&size=50&q=hanse&status=ACTIVE&status=SUSPENDED&plan=pro&clause=DRIFT&risk=true&trial=true&demo=false&sort=NAME&after=a&after=b';

  expect(tenantListHref(read(search))).toBe(`/platform/tenants?${search}`);
});

test('asks the API for what the address says', () => {
  const list = read(
    'q= hanse &status=ACTIVE&plan=pro&clause=DRIFT&delinquent=true&drift=true&limited=true&demo=false',
  );

  expect(tenantFilter(list)).toEqual({
    query: 'hanse',
    statuses: ['ACTIVE'],
    planKeys: ['pro'],
    riskClauses: ['DRIFT'],
    isDelinquent: true,
    hasDrift7d: true,
    isRateLimited: true,
    isDemo: false,
  });
});

test('ignores what it does not know', () => {
  expect(read('status=NOPE&clause=NOPE&sort=NOPE&direction=UP&size=7&demo=perhaps')).toEqual(read(''));
  expect(pageSizeOf(read('size=100'))).toBe(100);
});

test('turns the order round when the sorted column is pressed again, from the first page', () => {
  const once = sortedListBy(tenantList, read('after=a'), 'MRR');
  const twice = sortedListBy(tenantList, once, 'MRR');

  expect(tenantListHref(once)).toBe('/platform/tenants?sort=MRR');
  expect(tenantListHref(twice)).toBe('/platform/tenants?sort=MRR&direction=ASC');
});

test('clears every filter but keeps the order and the columns', () => {
  expect(tenantListHref(withoutFilters(read('q=a&risk=true&sort=NAME&columns=mrr&view=v1')))).toBe(
    '/platform/tenants?columns=mrr&sort=NAME',
  );
});

test.each([
  ['', 'All'],
  ['status=ACTIVE', 'All'],
  ['risk=true&plan=pro', 'At risk'],
  ['status=SUSPENDED', 'Suspended'],
  ['status=SUSPENDED&status=DELETED', 'All'],
])('finds the standing view of %j', (search, label) => {
  expect(standingViewOf(read(search)).label).toBe(label);
});

test('leads from one standing view to another without its filters', () => {
  const suspended = standingViews.find((view) => view.label === 'Suspended') ?? standingViewOf(read(''));

  expect(
    tenantListHref(toStandingView(read('risk=true&plan=pro&sort=NAME&size=50&after=a'), suspended)),
  ).toBe('/platform/tenants?size=50&status=SUSPENDED&sort=NAME');
});

test('offers each condition as a chip that leads to the list without it, but not the one of the view', () => {
  const chips = tenantChips(read('risk=true&status=ACTIVE&plan=pro&after=a'), plans);

  expect(chips.map((chip) => `${chip.label} ${chip.value}`)).toEqual(['Status is Active', 'Plan is Pro']);
  expect(chips.map((chip) => tenantListHref(chip.without))).toEqual([
    '/platform/tenants?plan=pro&risk=true',
    '/platform/tenants?status=ACTIVE&risk=true',
  ]);
});

test('recognises an opened saved view, and that it was changed', () => {
  const views = [{ id: 'v1', name: 'Mine', search: 'status=ACTIVE&sort=NAME' }];
  const [view] = views;
  const opened = toSavedView(view ?? { id: '', name: '', search: '' });

  expect(openedView(opened, views, true)).toMatchObject({ view: { name: 'Mine' }, isChanged: false });
  expect(openedView({ ...opened, text: 'x' }, views, true)?.isChanged).toBe(true);
  expect(openedView(read('view=gone'), views, true)).toBeNull();
});

test('asks nothing of billing for those who may not read it, whoever made the address', () => {
  const list = read('q=a&plan=pro&trial=true&delinquent=true&sort=MRR&direction=ASC&after=x&view=v1');

  const permitted = permittedList(list, false);

  expect(tenantListHref(permitted)).toBe('/platform/tenants?view=v1&q=a&delinquent=true');
  expect(permittedList(list, true)).toBe(list);
  expect(permittedList(read('q=a&sort=NAME&after=x'), false).trail).toEqual(['x']);
  const [view] = [{ id: 'v1', name: 'Mine', search: 'delinquent=true&plan=pro&q=a&sort=MRR' }];
  expect(openedView(permitted, view ? [view] : [], false)?.isChanged).toBe(false);
});

test('offers the conditions and views on billing only to those who may read it', () => {
  const named = (canBilling: boolean) =>
    tenantListWith([{ key: 'pro', name: 'Pro' }], canBilling).filters.map(({ name }) => name);

  expect(named(true)).toEqual(expect.arrayContaining(['plan', 'trial', 'delinquent']));
  expect(named(false)).toEqual(named(true).filter((name) => name !== 'plan' && name !== 'trial'));
  expect(offeredViews(true).map(({ label }) => label)).toContain('Trials');
  expect(offeredViews(false).map(({ label }) => label)).not.toContain('Trials');
});

test('saves filters, order and columns, but neither the page nor the view', () => {
  expect(savedSearchOf(read('view=v1&q=a&sort=NAME&columns=mrr&size=50&after=x'))).toBe(
    'columns=mrr&size=50&q=a&sort=NAME',
  );
});

test('takes each group of conditions away by itself', () => {
  const found = relaxations(read('q=hanse&status=ACTIVE&status=SUSPENDED&plan=pro&trial=true'), plans);

  expect(found.map(({ name, says }) => [name, says])).toEqual([
    ['search', 'search is “hanse”'],
    ['status', 'status is Active or Suspended'],
    ['plan', 'plan is Pro'],
    ['trial', 'with Trial'],
  ]);
  expect(tenantListHref(found[2]?.without ?? read(''))).toBe(
    '/platform/tenants?q=hanse&status=ACTIVE&status=SUSPENDED&trial=true',
  );
});
