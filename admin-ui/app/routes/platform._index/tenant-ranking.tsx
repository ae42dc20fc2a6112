import { Card, CardHead, MoreLink } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { Ranking } from '#app/components/ui/ranking.tsx';
import type { TenantRankPartFragment } from '#app/gql/graphql.ts';
import { formatCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { useStableOrder } from '#app/lib/use-stable-order.ts';
import { stateOf } from './verdict.ts';

type TenantRankingProps = {
  title: string;
  ranks: readonly TenantRankPartFragment[] | null;
  total: number | null;
  allTo: string;
  format: (value: number) => string;
  foot: string;
  empty: string;
};

const tenantId = (rank: TenantRankPartFragment) => rank.tenant.id;
const none: readonly TenantRankPartFragment[] = [];

export function TenantRanking({ title, ranks, total, allTo, format, foot, empty }: TenantRankingProps) {
  const { items, hold } = useStableOrder(ranks ?? none, tenantId);
  if (ranks === null) return <FailedWidget title={title} source="Health" />;
  return (
    <Card>
      <CardHead title={title}>
        <MoreLink to={allTo}>{total === null ? 'All' : `All ${formatCount(total)}`}</MoreLink>
      </CardHead>
      {items.length === 0 ? (
        <p className="card-body text-ink-2">{empty}</p>
      ) : (
        <Ranking
          label={title}
          {...hold}
          items={items.map((rank) => ({
            key: rank.tenant.id,
            name: rank.name,
            to: paths.tenant(rank.tenant.id),
            value: rank.value,
            text: format(rank.value),
            state: stateOf[rank.riskState],
          }))}
        />
      )}
      <div className="card-foot">{foot}</div>
    </Card>
  );
}
