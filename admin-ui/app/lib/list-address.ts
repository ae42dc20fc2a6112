import type { SortDirection } from '#app/gql/graphql.ts';

/** A condition a list can be narrowed by: its name in the address and the values it may take. */
export type FilterSpec = {
  name: string;
  /** How a chip begins: "Status is". */
  label: string;
  /** What can be chosen; without options any text an address brings is taken, for links from elsewhere. */
  options?: readonly { value: string; label: string }[];
  /** One value at most. */
  isSingle?: boolean;
  /** Filters of one group are offered together under its name. */
  group?: string;
};

export type ListSpec<Sort extends string = string> = {
  path: string;
  filters: readonly FilterSpec[];
  /** What it can be sorted by, with the direction that comes first. */
  sorts: Readonly<Record<Sort, SortDirection>>;
  defaultSort: Sort;
  pageSize: number;
  /** What else the address carries and every link of the list keeps, for example a tab. */
  keeps?: readonly string[];
};

/** A list as its address says it. Everything unknown in an address is ignored. */
export type ListAddress<Sort extends string = string> = {
  text: string;
  chosen: Readonly<Record<string, readonly string[]>>;
  sort: Sort;
  direction: SortDirection;
  /** Cursors of the last pages passed on the way here; the last one is where this page starts. */
  trail: readonly string[];
  /** How many pages were passed before those of the trail; without a trail it means nothing. */
  forgotten: number;
  kept: Readonly<Record<string, string>>;
};

const longestValue = 200;

// An address is sent twice with each request, as itself and as where the reader comes from, and both must fit into the
// headers a server takes (16 kB in Node, less in some proxies). So it remembers the way back only so far.
const longestTrail = 20;
const longestTrailText = 3000;
const highestPage = 1_000_000;

export function readListAddress<Sort extends string>(
  spec: ListSpec<Sort>,
  search: URLSearchParams,
): ListAddress<Sort> {
  const isSort = (value: string | null): value is Sort => value !== null && Object.hasOwn(spec.sorts, value);
  const asked = search.get('sort');
  const sort = isSort(asked) ? asked : spec.defaultSort;
  const direction = search.get('direction');
  const cursors = search.getAll('after').filter((cursor) => cursor !== '');
  const trail = remembered(cursors);
  return {
    text: (search.get('q') ?? '').trim().slice(0, longestValue),
    chosen: Object.fromEntries(spec.filters.map((filter) => [filter.name, readValues(filter, search)])),
    sort,
    direction: direction === 'ASC' || direction === 'DESC' ? direction : spec.sorts[sort],
    trail,
    forgotten: Math.max(cursors.length, readPage(search) - 1) - trail.length,
    kept: Object.fromEntries(
      (spec.keeps ?? []).flatMap((name) => {
        const value = search.get(name);
        return value === null || value === '' ? [] : [[name, value.slice(0, longestValue)]];
      }),
    ),
  };
}

/** The page an address says it shows; the first one when it says nothing usable. */
function readPage(search: URLSearchParams): number {
  const page = Number(search.get('page'));
  return Number.isInteger(page) && page >= 1 && page <= highestPage ? page : 1;
}

/** The last cursors, as many as an address has room for, and at least the one the page starts at. */
function remembered(cursors: readonly string[]): string[] {
  const trail = cursors.slice(-longestTrail);
  while (trail.length > 1 && trail.join('').length > longestTrailText) trail.shift();
  return trail;
}

function readValues(filter: FilterSpec, search: URLSearchParams): string[] {
  const asked = search.getAll(filter.name).filter((value) => value !== '' && value.length <= longestValue);
  const known = filter.options?.map((option) => option.value);
  const values = known === undefined ? asked : known.filter((value) => asked.includes(value));
  return filter.isSingle ? values.slice(0, 1) : values;
}

/** The address of a list; what equals the default is left out. */
export function listHref<Sort extends string>(spec: ListSpec<Sort>, list: ListAddress<Sort>): string {
  const search = new URLSearchParams(list.kept);
  if (list.text !== '') search.set('q', list.text);
  for (const { name } of spec.filters) for (const value of valuesOf(list, name)) search.append(name, value);
  if (list.sort !== spec.defaultSort) search.set('sort', list.sort);
  if (list.direction !== spec.sorts[list.sort]) search.set('direction', list.direction);
  for (const cursor of list.trail) search.append('after', cursor);
  if (pagesBefore(list) > list.trail.length) search.set('page', String(pagesBefore(list) + 1));
  const text = search.toString();
  return text === '' ? spec.path : `${spec.path}?${text}`;
}

export function valuesOf(list: Pick<ListAddress, 'chosen'>, name: string): readonly string[] {
  return list.chosen[name] ?? [];
}

/** The one value of a filter, or undefined: as an optional variable of an operation. */
export function valueOf(list: Pick<ListAddress, 'chosen'>, name: string): string | undefined {
  return valuesOf(list, name)[0];
}

/** Pressing a column sorts by it; pressing again turns it round. Either starts at the first page. */
export function sortedListBy<Sort extends string>(
  spec: ListSpec<Sort>,
  list: ListAddress<Sort>,
  sort: Sort,
): ListAddress<Sort> {
  const turned: SortDirection = list.direction === 'ASC' ? 'DESC' : 'ASC';
  return { ...list, sort, direction: list.sort === sort ? turned : spec.sorts[sort], trail: [] };
}

export function withChosen<Sort extends string>(
  list: ListAddress<Sort>,
  name: string,
  values: readonly string[],
): ListAddress<Sort> {
  return { ...list, chosen: { ...list.chosen, [name]: values }, trail: [] };
}

export function withoutConditions<Sort extends string>(list: ListAddress<Sort>): ListAddress<Sort> {
  return { ...list, text: '', chosen: {}, trail: [] };
}

export type ListChip<Sort extends string> = { label: string; value: string; without: ListAddress<Sort> };

/**
 * One chip for each condition, with the list as it would be without it. `names` says what a free value is called,
 * for example a tenant's name for its id.
 */
export function listChips<Sort extends string>(
  spec: ListSpec<Sort>,
  list: ListAddress<Sort>,
  names: Readonly<Record<string, string>> = {},
): ListChip<Sort>[] {
  return spec.filters.flatMap((filter) => {
    const values = valuesOf(list, filter.name);
    return values.map((value) => ({
      label: filter.label,
      value: filter.options?.find((option) => option.value === value)?.label ?? names[value] ?? value,
      without: withChosen(
        list,
        filter.name,
        values.filter((each) => each !== value),
      ),
    }));
  });
}

/** How many pages of the list come before the one shown. */
export function pagesBefore({ trail, forgotten }: Pick<ListAddress, 'trail' | 'forgotten'>): number {
  return trail.length === 0 ? 0 : trail.length + forgotten;
}

export type ListPages = { firstTo: string | null; previousTo: string | null; nextTo: string | null };

/**
 * Where the pages before and after are; null where there is none. The address remembers the way back for the last
 * pages only: beyond them the first page is offered, since a list is read forwards.
 */
export function listPages<Sort extends string>(
  spec: ListSpec<Sort>,
  list: ListAddress<Sort>,
  pageInfo: { hasNextPage: boolean; endCursor?: string | null },
): ListPages {
  const { trail } = list;
  const before = pagesBefore(list);
  const at = (cursors: readonly string[], forgotten: number) =>
    listHref(spec, { ...list, trail: cursors, forgotten });
  const isKnown = trail.length > 1 || before === 1;
  const { hasNextPage, endCursor } = pageInfo;
  const onwards = remembered(endCursor ? [...trail, endCursor] : trail);
  return {
    firstTo: before > trail.length ? at([], 0) : null,
    previousTo: isKnown ? at(trail.slice(0, -1), list.forgotten) : null,
    nextTo: hasNextPage && endCursor ? at(onwards, before + 1 - onwards.length) : null,
  };
}
