import { memo, useMemo, type ReactNode } from 'react';
import { stateOf } from '#app/components/ui/assessment.tsx';
import { Card, CardHead, MoreLink } from '#app/components/ui/card.tsx';
import { RankingTable, type RankingRow } from '#app/components/ui/ranking-table.tsx';
import type { TenantRankPartFragment } from '#app/gql/graphql.ts';
import { formatCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { FailedSection } from '../failed-section.tsx';
import type { SectionName } from '../overview-request.ts';

type TenantRankingProps = {
  section: SectionName;
  title: string;
  ranks: readonly TenantRankPartFragment[] | null;
  /** How many tenants the list behind it has; null when that is not known. */
  total: number | null;
  allTo: string;
  format: (value: number) => string;
  columns: { detail: string | null; value: string };
  detail?: (rank: TenantRankPartFragment) => RankingRow['detail'];
  /** Something between title and link, for example a choice of the window. */
  aside?: ReactNode;
  foot?: string;
  empty: string;
};

/** The ten tenants that stand out by one figure; each row opens its tenant. */
export const TenantRanking = memo(function TenantRanking(props: TenantRankingProps) {
  const { section, title, ranks, total, allTo, format, columns, detail, aside, foot, empty } = props;
  const rows = useMemo(() => ranks?.map((rank) => rankingRow(rank, format, detail)), [ranks, format, detail]);
  if (rows === undefined) return <FailedSection section={section} title={title} />;
  return (
    <Card>
      <CardHead title={title} sub={aside}>
        {total === 0 ? null : (
          <MoreLink to={allTo}>{total === null ? 'All' : `All ${formatCount(total)}`}</MoreLink>
        )}
      </CardHead>
      {rows.length === 0 ? (
        <p className="card-body text-ink-2">{empty}</p>
      ) : (
        <RankingTable label={title} columns={columns} rows={rows} />
      )}
      {foot === undefined ? null : <div className="card-foot">{foot}</div>}
    </Card>
  );
});

function rankingRow(
  rank: TenantRankPartFragment,
  format: TenantRankingProps['format'],
  detail: TenantRankingProps['detail'],
): RankingRow {
  return {
    key: rank.tenant.id,
    name: rank.name,
    to: paths.tenant(rank.tenant.id),
    value: rank.value,
    text: format(rank.value),
    detail: detail?.(rank) ?? null,
    state: stateOf[rank.riskState],
  };
}
