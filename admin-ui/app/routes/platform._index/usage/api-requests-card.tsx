import { Link } from '@remix-run/react';
import { AssessmentBadge, thresholdText } from '#app/components/ui/assessment.tsx';
import { BarChart, type BarPoint } from '#app/components/ui/bar-chart.tsx';
import { Card, Facts } from '#app/components/ui/card.tsx';
import { Figure } from '#app/components/ui/figure.tsx';
import type { UsagePartFragment } from '#app/gql/graphql.ts';
import {
  formatBytes,
  formatCount,
  formatPercent,
  formatPercentLimit,
  measureCount,
  UNKNOWN,
} from '#app/lib/format.ts';
import { formatClock, formatDay, formatWeekday } from '#app/lib/format-time.ts';
import { useTimeZone } from '#app/lib/now.tsx';
import { paths } from '#app/lib/paths.ts';
import { Change } from './executions-card.tsx';

const HOUR_MS = 3_600_000;

/** API requests of the tenants' applications, hour by hour, and what their data takes. */
export function ApiRequestsCard({ usage }: { usage: UsagePartFragment }) {
  const zone = useTimeZone();
  const { apiRequests24h, apiErrors24h, apiErrorRateAssessment } = usage;
  const rate = apiRequests24h === 0 ? null : apiErrors24h / apiRequests24h;
  const limit = thresholdText({ warnAt: apiErrorRateAssessment.warnAt }, formatPercentLimit);
  return (
    <Card className="tablet:max-desktop:col-span-3">
      <div className="card-head">
        <h3 className="label">Tenants’ API requests 24 h</h3>
        <div className="card-end">
          <AssessmentBadge assessment={apiErrorRateAssessment} />
        </div>
      </div>
      <div className="card-body grid gap-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Figure measure={measureCount(apiRequests24h)} />
          <Change current={apiRequests24h} previous={usage.apiRequestsPrevious24h} base="vs previous 24 h" />
        </p>
        <p className="label">
          {formatPercent(rate)} errors, {formatCount(apiErrors24h)} of the requests
          {limit === null ? '' : `. ${limit}`}
        </p>
        <BarChart
          points={hours(usage, zone)}
          measure="Requests"
          step="Hour"
          format={formatCount}
          height={72}
          summary={`API requests the tenants’ applications reported per hour over 24 hours, ${formatCount(apiRequests24h)} in total, of which ${formatCount(apiErrors24h)} were answered with 5xx.`}
          emptyText="No tenant’s application reported a request. They arrive through the events API."
        />
      </div>
      <Storage usage={usage} />
    </Card>
  );
}

/** One bar an hour, named by its beginning; every sixth says when, the last is now. */
function hours({ apiRequestsByHour, asOf }: UsagePartFragment, zone: string): BarPoint[] {
  const count = apiRequestsByHour.length;
  const current = Math.floor(Date.parse(asOf) / HOUR_MS) * HOUR_MS;
  return apiRequestsByHour.map((value, index) => {
    const at = new Date(current - (count - 1 - index) * HOUR_MS);
    const isLast = index === count - 1;
    const clock = formatClock(at, zone);
    return {
      key: at.toISOString(),
      name: `${formatWeekday(at, zone)} ${formatDay(at, zone)}, ${clock}`,
      tick: isLast ? 'now' : (count - 1 - index) % 6 === 5 ? clock : null,
      value,
    };
  });
}

function Storage({ usage }: { usage: UsagePartFragment }) {
  const bytes = usage.storageObjectBytes ?? null;
  const lines = thresholdText(usage.storageAssessment, formatBytes)?.replace(/^./, (letter) =>
    letter.toLowerCase(),
  );
  return (
    <div className="mt-auto border-t border-line">
      <div className="card-head">
        <h3>Storage</h3>
        <div className="card-end">
          <AssessmentBadge assessment={usage.storageAssessment} />
        </div>
      </div>
      <div className="card-body">
        <Facts
          rows={[
            {
              name: 'Control database',
              value: (
                <Link to={paths.systemMetrics({}, 'database')}>
                  {formatBytes(usage.storageDatabaseBytes)}
                </Link>
              ),
            },
            {
              name: 'Objects',
              value: bytes === null ? UNKNOWN : <Link to={byStorage}>{formatBytes(bytes)}</Link>,
            },
          ]}
        />
        {/* The lines are those of the control database; of the objects nobody but the tenants can say what is much. */}
        {lines === null ? null : <p className="label">Control database: {lines}</p>}
        {bytes === null ? (
          <p className="label">
            No tenant reported its objects. They are counted by resource events of the events API.
          </p>
        ) : null}
      </div>
    </div>
  );
}

const byStorage = paths.tenants({ sort: 'STORAGE' });
