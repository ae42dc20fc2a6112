import {
  apiFilter,
  apiSort,
  chipsOf,
  listSearch,
  readListQuery,
  sortedBy,
  withoutFilters,
} from './list-query.ts';

const read = (search: string) => readListQuery(new URLSearchParams(search));

test('shows the worst risk first by default, and leaves the default out of the address', () => {
  const query = read('');

  expect(apiSort(query)).toEqual({ field: 'RISK', direction: 'DESC' });
  expect(listSearch(query)).toBe('/platform/tenants');
});

test('keeps every condition in the address', () => {
  const search = '?q=hanse&status=ACTIVE&status=SUSPENDED&plan=pro&risk=true&sort=NAME&after=a&after=b';

  expect(listSearch(read(search))).toBe(search);
});

test('asks the API for what the address says', () => {
  const query = read('?q= hanse &status=ACTIVE&plan=pro&delinquent=true&drift=true');

  expect(apiFilter(query)).toEqual({
    query: 'hanse',
    statuses: ['ACTIVE'],
    planKeys: ['pro'],
    isDelinquent: true,
    hasDrift7d: true,
  });
});

test('ignores what it does not know', () => {
  expect(read('?status=NOPE&plan=%3Cscript%3E&sort=NOPE&direction=UP')).toEqual(read(''));
});

test('turns the order round when the sorted column is pressed again, from the first page', () => {
  const once = sortedBy(read('?after=a'), 'MRR');
  const twice = sortedBy(once, 'MRR');

  expect(listSearch(once)).toBe('?sort=MRR');
  expect(listSearch(twice)).toBe('?sort=MRR&direction=ASC');
});

test('offers each condition as a chip that leads to the list without it', () => {
  const chips = chipsOf(read('?status=ACTIVE&plan=pro&after=a'), [{ key: 'pro', name: 'Pro' }]);

  expect(chips.map((chip) => `${chip.label} ${chip.value}`)).toEqual(['Status is Active', 'Plan is Pro']);
  expect(chips.map((chip) => listSearch(chip.without))).toEqual(['?plan=pro', '?status=ACTIVE']);
});

test('clears every filter but keeps the order', () => {
  expect(listSearch(withoutFilters(read('?q=a&risk=true&sort=NAME')))).toBe('?sort=NAME');
});
