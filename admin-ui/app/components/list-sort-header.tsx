import { SortHeader } from '#app/components/ui/sort-header.tsx';
import { listHref, sortedListBy, type ListAddress, type ListSpec } from '#app/lib/list-address.ts';

type ListSortHeaderProps<Sort extends string> = {
  spec: ListSpec<Sort>;
  list: ListAddress<Sort>;
  sort: Sort;
  label: string;
  isNumber?: boolean;
};

/** A column the list can be sorted by. */
export function ListSortHeader<Sort extends string>(props: ListSortHeaderProps<Sort>) {
  const { spec, list, sort, label, isNumber } = props;
  return (
    <SortHeader
      label={label}
      to={listHref(spec, sortedListBy(spec, list, sort))}
      direction={list.sort === sort ? (list.direction === 'ASC' ? 'ascending' : 'descending') : null}
      isNumber={isNumber}
    />
  );
}
