import { Link } from '@remix-run/react';
import { Fragment } from 'react';
import { AssessmentBadge, ThresholdLine } from '#app/components/ui/assessment.tsx';
import { BarChart } from '#app/components/ui/bar-chart.tsx';
import { Card } from '#app/components/ui/card.tsx';
import { Delta, Figure } from '#app/components/ui/figure.tsx';
import type { RevenuePartFragment } from '#app/gql/graphql.ts';
import { formatChange, formatMoney, formatMoneyDifference } from '#app/lib/format.ts';
import { formatMonth } from '#app/lib/format-time.ts';
import { numberFormatter } from '#app/lib/formatters.ts';
import { paths } from '#app/lib/paths.ts';
import { useDashboard } from '../dashboard-context.ts';

/** Monthly recurring revenue, how it moved, and the last twelve months. */
export function MrrCard({ revenue, className }: { revenue: RevenuePartFragment; className: string }) {
  const { rights } = useDashboard();
  const { mrr, mrrAssessment } = revenue;
  const figure = <Figure measure={{ value: formatMoney(mrr, 'overview'), unit: null }} />;
  return (
    <Card className={className}>
      <div className="card-head">
        <h3 className="label">MRR</h3>
        <div className="card-end">
          <AssessmentBadge assessment={mrrAssessment} />
        </div>
      </div>
      <div className="card-body grid gap-2">
        <p className="flex flex-wrap items-baseline gap-x-2">
          {rights.listTenants ? (
            <Link to={paths.tenants({ sort: 'MRR', direction: 'DESC' })}>{figure}</Link>
          ) : (
            figure
          )}
          <Delta text={changeText(revenue)} isBad={mrr.amountCents < revenue.mrr30dAgo.amountCents} />
        </p>
        <ThresholdLine assessment={mrrAssessment} format={signedPercent} />
        <BarChart
          points={monthly(revenue)}
          measure="MRR"
          step="Month"
          format={(value) => formatMoney({ amountCents: value * 100, currency: mrr.currency }, 'overview')}
          writeAxis={(number) => `${symbolOf(mrr.currency)}${number}`}
          isLastMarked
          summary={summary(revenue)}
          emptyText="No subscription was paid yet."
        />
      </div>
      <div className="card-foot">
        <Movement revenue={revenue} />
      </div>
    </Card>
  );
}

function changeText({ mrr, mrr30dAgo }: RevenuePartFragment): string {
  const difference = mrr.amountCents - mrr30dAgo.amountCents;
  const change = formatChange(mrr.amountCents, mrr30dAgo.amountCents);
  const amount = formatMoneyDifference({ amountCents: difference, currency: mrr.currency });
  return `${amount}${change === null || difference === 0 ? '' : ` (${change})`} in 30 d`;
}

/** The line is a fall, so it carries its sign: `−5%`. */
function signedPercent(ratio: number): string {
  return `${ratio < 0 ? '−' : ''}${Number((Math.abs(ratio) * 100).toFixed(2))}% in 30 d`;
}

/** A sign stays with its amount; lines break between the parts. */
function Movement({ revenue }: { revenue: RevenuePartFragment }) {
  const { new: added, expansion, contraction, churn } = revenue.mrrMovement30d;
  const parts = [
    ['new', added],
    ['expansion', expansion],
    ['contraction', contraction],
    ['churn', churn],
  ] as const;
  const moved = parts.filter(([, money]) => money.amountCents !== 0);
  if (moved.length === 0) return <span>No movement in 30 d</span>;
  return (
    <span>
      {moved.map(([name, money], index) => (
        <Fragment key={name}>
          {index === 0 ? null : ', '}
          <span className="inline-block whitespace-nowrap first:first-letter:uppercase">
            {name} {formatMoneyDifference(money)}
          </span>
        </Fragment>
      ))}
    </span>
  );
}

/** Whole units, so that the axis has round numbers; every third month is named, and the current one. */
function monthly({ mrrByMonth }: RevenuePartFragment) {
  const last = mrrByMonth.length - 1;
  return mrrByMonth.map(({ month, mrr }, index) => ({
    key: month,
    name: formatMonth(new Date(month)),
    tick: (last - index) % 3 === 0 ? formatMonth(new Date(month), 'month') : null,
    value: mrr.amountCents / 100,
  }));
}

function symbolOf(currency: string): string {
  const parts = numberFormatter({
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}

function summary(revenue: RevenuePartFragment): string {
  const { mrr, mrrByMonth } = revenue;
  const first = mrrByMonth[0];
  const begin =
    first === undefined
      ? ''
      : `, ${formatMoney({ ...first.mrr, currency: mrr.currency }, 'overview')} in ${formatMonth(new Date(first.month))}`;
  return `Monthly recurring revenue by month: ${formatMoney(mrr, 'overview')} now${begin}, ${changeText(revenue)}.`;
}
