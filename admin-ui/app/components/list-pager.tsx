import { Pagination } from '#app/components/ui/pagination.tsx';
import { formatCount } from '#app/lib/format.ts';
import { listPages, pagesBefore, type ListAddress, type ListSpec } from '#app/lib/list-address.ts';

type ListPagerProps<Sort extends string> = {
  spec: ListSpec<Sort>;
  list: ListAddress<Sort>;
  page: {
    nodes: readonly unknown[];
    totalCount?: number | null;
    pageInfo: { hasNextPage: boolean; endCursor?: string | null };
  };
};

/** Back and forth through a list, and which part of it is shown. */
export function ListPager<Sort extends string>({ spec, list, page }: ListPagerProps<Sort>) {
  const before = pagesBefore(list) * spec.pageSize;
  const shown = `${formatCount(before + 1)} to ${formatCount(before + page.nodes.length)}`;
  const { totalCount } = page;
  return (
    <Pagination
      summary={
        totalCount === undefined || totalCount === null ? shown : `${shown} of ${formatCount(totalCount)}`
      }
      {...listPages(spec, list, page.pageInfo)}
    />
  );
}
