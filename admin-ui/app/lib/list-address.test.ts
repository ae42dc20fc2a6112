import {
  listHref,
  listPages,
  pagesBefore,
  readListAddress,
  sortedListBy,
  type ListSpec,
} from './list-address.ts';

const spec: ListSpec<'NAME' | 'CREATED'> = {
  path: '/tenants',
  filters: [{ name: 'status', label: 'Status is' }],
  sorts: { NAME: 'ASC', CREATED: 'DESC' },
  defaultSort: 'NAME',
  pageSize: 25,
  keeps: ['size'],
};

const parse = (href: string) => readListAddress(spec, new URL(href, 'http://self.invalid').searchParams);
/** As long as those of the API: a name and an id. */
const cursorOf = (page: number) => `end-of-page-${page}-`.padEnd(130, 'x');
const pagesOf = (href: string, { isLast = false } = {}) => {
  const list = parse(href);
  return listPages(spec, list, { hasNextPage: !isLast, endCursor: cursorOf(pagesBefore(list) + 1) });
};

/** The address of a page, as pressing "Next" from the first leads to it. */
function walkTo(page: number): string {
  let href = '/tenants?q=hanse&status=ACTIVE&size=50';
  while (pagesBefore(parse(href)) + 1 < page) href = pagesOf(href).nextTo ?? href;
  return href;
}

test('an address stays short however far one pages, and says which page it shows', () => {
  let href = '/tenants?q=hanse&status=ACTIVE&size=50';
  for (let page = 1; page < 500; page += 1) {
    expect(pagesBefore(parse(href))).toBe(page - 1);
    expect(parse(href).trail.at(-1)).toBe(page === 1 ? undefined : cursorOf(page - 1));
    expect(href.length).toBeLessThan(3500);
    href = pagesOf(href).nextTo ?? '';
  }

  expect(parse(href)).toMatchObject({ text: 'hanse', chosen: { status: ['ACTIVE'] }, kept: { size: '50' } });
  expect(pagesOf(href, { isLast: true }).nextTo).toBeNull();
});

test('the way back leads through the last pages, one after another, and then to the first', () => {
  let href = walkTo(500);
  let page = 500;
  for (let to = pagesOf(href).previousTo; to !== null; to = pagesOf(href).previousTo) {
    href = to;
    page -= 1;
    expect(pagesBefore(parse(href)) + 1).toBe(page);
    expect(parse(href).trail.at(-1)).toBe(cursorOf(page - 1));
  }

  expect(500 - page).toBeGreaterThanOrEqual(10);
  expect(pagesOf(href).firstTo).toBe('/tenants?size=50&q=hanse&status=ACTIVE');
});

test('near the start every page is known, and the first needs no button of its own', () => {
  let href = walkTo(12);
  for (let page = 12; page > 1; page -= 1) {
    expect(pagesOf(href).firstTo).toBeNull();
    href = pagesOf(href).previousTo ?? '';
  }

  expect(href).toBe('/tenants?size=50&q=hanse&status=ACTIVE');
  expect(pagesOf(href).previousTo).toBeNull();
});

test('paging on from a page whose way back was forgotten keeps the count', () => {
  const back = pagesOf(pagesOf(walkTo(300)).previousTo ?? '').previousTo ?? '';

  const onwards = parse(pagesOf(back).nextTo ?? '');

  expect(pagesBefore(onwards)).toBe(298);
  expect(onwards.trail.at(-1)).toBe(cursorOf(298));
});

test('a cursor longer than the room for all of them is kept by itself', () => {
  const list = parse('/tenants?after=a&after=b');

  const { nextTo } = listPages(spec, list, { hasNextPage: true, endCursor: 'c'.repeat(4000) });

  expect(parse(nextTo ?? '')).toMatchObject({ trail: ['c'.repeat(4000)], forgotten: 2 });
});

test('an address with every cursor, as older links have them, is read as the page it shows', () => {
  const cursors = Array.from({ length: 60 }, (_, index) => `after=${cursorOf(index + 1)}`).join('&');

  const list = parse(`/tenants?${cursors}`);

  expect(pagesBefore(list)).toBe(60);
  expect(list.trail.at(-1)).toBe(cursorOf(60));
  expect(listHref(spec, list).length).toBeLessThan(3500);
});

test.each(['page=7', 'page=7&after=', 'page=-1&after=', 'page=1e9', 'page=nonsense'])(
  'without a cursor %s is the first page',
  (search) => {
    expect(pagesBefore(parse(`/tenants?${search}`))).toBe(0);
    expect(listHref(spec, parse(`/tenants?${search}`))).toBe('/tenants');
  },
);

test.each(['page=1', 'page=-5', 'page=2.5', 'page=99999999999', 'page=nonsense'])(
  'the cursors count for themselves where %s cannot be',
  (search) => {
    expect(pagesBefore(parse(`/tenants?after=a&after=b&${search}`))).toBe(2);
  },
);

test('another order starts at the first page', () => {
  expect(listHref(spec, sortedListBy(spec, parse(walkTo(80)), 'CREATED'))).not.toMatch(/after|page/);
});
