import { AssessmentBadge, thresholdText } from '#app/components/ui/assessment.tsx';
import { Card, CardHead, Section } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { SeriesChart, SeriesLegend } from '#app/components/ui/series-chart.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import type { SystemMetricsQuery } from '#app/gql/graphql.ts';
import { formatCount, formatMilliseconds, formatPercent, formatPercentLimit } from '#app/lib/format.ts';
import { AssessmentFragment } from './documents.ts';

export type Metrics = NonNullable<SystemMetricsQuery['systemMetrics']>;
export type Health = NonNullable<SystemMetricsQuery['platformHealth']>;

type ApiSectionProps = { metrics: Metrics | null; api: Health['api'] | null };

/** The API over time as its callers saw it, from the gateway's own figures. */
export function ApiSection({ metrics, api }: ApiSectionProps) {
  const latency = readFragment(AssessmentFragment, api?.latencyAssessment) ?? null;
  const errorRate = readFragment(AssessmentFragment, api?.errorRateAssessment) ?? null;
  return (
    <Section id="api" title="API" remark="From the gateway’s own figures.">
      {metrics === null ? (
        <FailedWidget title="API" source="Health" />
      ) : (
        <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2 tablet:gap-4">
          <Card>
            <CardHead
              title="Latency"
              sub={latency ? (thresholdText(latency, formatMilliseconds) ?? undefined) : undefined}
            >
              {latency ? <AssessmentBadge assessment={latency} /> : null}
            </CardHead>
            <div className="card-body">
              <SeriesLegend series={latencySeries(metrics)} />
              <SeriesChart
                times={metrics.api.map((point) => point.at)}
                series={latencySeries(metrics)}
                stepSeconds={metrics.stepSeconds}
                format={formatMilliseconds}
                summary={latencySummary(metrics)}
                emptyText="No request was answered in this time."
                warnAt={latency?.warnAt ?? null}
              />
            </div>
          </Card>
          <Card>
            <CardHead
              title="5xx share"
              sub={errorRate ? (thresholdText(errorRate, formatPercentLimit) ?? undefined) : undefined}
            >
              {errorRate ? <AssessmentBadge assessment={errorRate} /> : null}
            </CardHead>
            <div className="card-body">
              <SeriesLegend series={[{ name: '5xx share' }]} />
              <SeriesChart
                times={metrics.api.map((point) => point.at)}
                series={[
                  {
                    name: '5xx share in %',
                    values: metrics.api.map((point) =>
                      point.requests === 0 ? null : (point.errors / point.requests) * 100,
                    ),
                  },
                ]}
                stepSeconds={metrics.stepSeconds}
                format={(value) => formatPercent(value === null || value === undefined ? null : value / 100)}
                summary={errorSummary(metrics)}
                emptyText="No request was answered in this time."
                warnAt={errorRate?.warnAt == null ? null : errorRate.warnAt * 100}
              />
            </div>
          </Card>
          <Services metrics={metrics} />
          <Operations metrics={metrics} />
        </div>
      )}
    </Section>
  );
}

function latencySeries({ api }: Metrics) {
  return [
    { name: 'Median', values: api.map((point) => point.p50LatencyMs) },
    { name: 'p95', values: api.map((point) => point.p95LatencyMs) },
    { name: 'p99', values: api.map((point) => point.p99LatencyMs) },
  ];
}

function latencySummary({ api }: Metrics): string {
  const measured = api.flatMap((point) => (point.p95LatencyMs == null ? [] : [point.p95LatencyMs]));
  return measured.length === 0
    ? 'Latency of the API: no request was answered.'
    : `Latency of the API: the 95th percentile was between ${formatMilliseconds(Math.min(...measured))} and ${formatMilliseconds(Math.max(...measured))} a step.`;
}

function errorSummary({ api }: Metrics): string {
  const requests = api.reduce((sum, point) => sum + point.requests, 0);
  const errors = api.reduce((sum, point) => sum + point.errors, 0);
  return `Share of answers with 5xx over time: ${formatCount(errors)} of ${formatCount(requests)} requests in all.`;
}

function Services({ metrics }: { metrics: Metrics }) {
  return (
    <Card className="self-start">
      <CardHead title="Services behind the gateway" sub="fetches of the gateway" />
      {metrics.services.length === 0 ? (
        <p className="card-body text-ink-2">The gateway asked no service in this time.</p>
      ) : (
        <CardTable
          label="Services behind the gateway"
          head={
            <>
              <HeadCell>Service</HeadCell>
              <HeadCell isNumber>Fetches</HeadCell>
              <HeadCell isNumber>Failed</HeadCell>
              <HeadCell isNumber>Median</HeadCell>
              <HeadCell isNumber>p95</HeadCell>
              <HeadCell isNumber>Last answer</HeadCell>
            </>
          }
        >
          {metrics.services.map((service) => (
            <Row key={service.service}>
              <Cell className="full">
                <Status state={service.errors > 0 ? 'warn' : 'ok'} isWordHidden>
                  {service.errors > 0 ? 'with failures' : 'without failures'}
                </Status>{' '}
                <b>{service.service}</b>
              </Cell>
              <Cell label="Fetches" className="num">
                {formatCount(service.requests)}
              </Cell>
              <Cell label="Failed" className={service.errors > 0 ? 'num text-critical' : 'num'}>
                {formatCount(service.errors)}
              </Cell>
              <Cell label="Median" className="num">
                {formatMilliseconds(service.p50LatencyMs)}
              </Cell>
              <Cell label="p95" className="num">
                {formatMilliseconds(service.p95LatencyMs)}
              </Cell>
              <Cell label="Last answer" className="num text-ink-2">
                {service.lastAnswerAt ? <RelativeTime at={service.lastAnswerAt} /> : 'none'}
              </Cell>
            </Row>
          ))}
        </CardTable>
      )}
    </Card>
  );
}

function Operations({ metrics }: { metrics: Metrics }) {
  return (
    <Card>
      <CardHead title="Operations" sub="those with most requests" />
      {metrics.operations.length === 0 ? (
        <p className="card-body text-ink-2">No request was answered in this time.</p>
      ) : (
        <CardTable
          label="Operations"
          head={
            <>
              <HeadCell>Operation</HeadCell>
              <HeadCell isNumber>Requests</HeadCell>
              <HeadCell isNumber>5xx</HeadCell>
              <HeadCell isNumber>Median</HeadCell>
              <HeadCell isNumber>p95</HeadCell>
            </>
          }
        >
          {metrics.operations.map((operation) => (
            <Row key={operation.operation}>
              <Cell className="full break-all">
                <code>{operation.operation}</code>
              </Cell>
              <Cell label="Requests" className="num">
                {formatCount(operation.requests)}
              </Cell>
              <Cell label="5xx" className={operation.errors > 0 ? 'num text-critical' : 'num'}>
                {formatCount(operation.errors)}
              </Cell>
              <Cell label="Median" className="num">
                {formatMilliseconds(operation.p50LatencyMs)}
              </Cell>
              <Cell label="p95" className="num">
                {formatMilliseconds(operation.p95LatencyMs)}
              </Cell>
            </Row>
          ))}
        </CardTable>
      )}
    </Card>
  );
}
