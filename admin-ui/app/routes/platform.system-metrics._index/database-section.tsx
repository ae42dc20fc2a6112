import { AssessedValue, AssessmentBadge, thresholdText } from '#app/components/ui/assessment.tsx';
import { Card, CardHead, Facts, Section } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { SeriesChart, SeriesLegend } from '#app/components/ui/series-chart.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import type { SystemMetricsQuery } from '#app/gql/graphql.ts';
import {
  formatBytes,
  formatCount,
  formatMilliseconds,
  formatPercent,
  formatPercentLimit,
  UNKNOWN,
} from '#app/lib/format.ts';
import type { Health, Metrics } from './api-section.tsx';
import { DatabaseOverTime } from './database-over-time.tsx';
import { AssessmentFragment } from './documents.ts';
import { ValueBesideLine } from './value-beside-line.tsx';

type Statements = SystemMetricsQuery['statements'];
type Backups = SystemMetricsQuery['databaseBackups'];

type DatabaseSectionProps = {
  metrics: Metrics | null;
  database: Health['database'] | null;
  statements: Statements;
  backups: Backups;
};

/** The control database: its connections and size over time, its dearest statements, its backups. */
export function DatabaseSection({ metrics, database, statements, backups }: DatabaseSectionProps) {
  return (
    <Section
      id="database"
      title="Control database"
      remark={database ? `PostgreSQL ${database.serverVersion}` : undefined}
    >
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
        {metrics === null ? (
          <FailedWidget title="Over time" source="Health" className="tablet:col-span-2" />
        ) : (
          <Card className="tablet:col-span-2">
            <CardHead title="Connections" sub="the most in each step" />
            <div className="card-body">
              <SeriesLegend series={[{ name: 'Connections' }]} />
              <SeriesChart
                times={metrics.database.map((point) => point.at)}
                series={[{ name: 'Connections', values: metrics.database.map((point) => point.connections) }]}
                stepSeconds={metrics.stepSeconds}
                format={formatCount}
                summary="Client connections to the control database over time."
                emptyText="The database was not sampled in this time."
              />
            </div>
          </Card>
        )}
        {database === null ? (
          <FailedWidget title="Now" source="Health" />
        ) : (
          <DatabaseNow database={database} />
        )}
        {metrics === null ? null : <DatabaseOverTime metrics={metrics} database={database} />}
        <Statements statements={statements} database={database} />
        <Backups backups={backups} database={database} />
      </div>
    </Section>
  );
}

function DatabaseNow({ database }: { database: Health['database'] }) {
  const connections = readFragment(AssessmentFragment, database.connectionsAssessment);
  const slow = readFragment(AssessmentFragment, database.slowQueriesAssessment);
  const backup = readFragment(AssessmentFragment, database.backupAssessment);
  return (
    <Card>
      <CardHead title="Now">
        <AssessmentBadge assessment={database} />
      </CardHead>
      <div className="card-body">
        <Facts
          rows={[
            {
              name: 'Connections',
              value: (
                <ValueBesideLine assessment={connections} format={formatPercentLimit}>
                  {formatCount(database.connectionsUsed)} of {formatCount(database.connectionsMax)},{' '}
                  {formatPercent(database.connectionsUsedRatio)}
                </ValueBesideLine>
              ),
            },
            {
              name: 'Slow statements 1 h',
              value:
                database.slowQueries1h == null ? (
                  'not measured'
                ) : (
                  <ValueBesideLine assessment={slow} format={formatCount}>
                    {formatCount(database.slowQueries1h)}
                  </ValueBesideLine>
                ),
            },
            {
              name: 'Last backup',
              value: database.lastBackupAt ? (
                <ValueBesideLine assessment={backup} format={inHours}>
                  <RelativeTime at={database.lastBackupAt} isFocusable />
                </ValueBesideLine>
              ) : (
                <AssessedValue assessment={backup}>
                  {database.isBackupConfigured ? 'none yet' : 'not configured'}
                </AssessedValue>
              ),
            },
            { name: 'Size', value: formatBytes(database.sizeBytes) },
          ]}
        />
      </div>
    </Card>
  );
}

function Statements({
  statements,
  database,
}: {
  statements: Statements;
  database: Health['database'] | null;
}) {
  return (
    <Card className="tablet:col-span-2">
      <CardHead
        title="Statements, last hour"
        sub={
          database ? `slow from ${formatMilliseconds(database.slowQueryThresholdMs)} on average` : undefined
        }
      />
      {statements == null || statements.length === 0 ? (
        <p className="card-body text-ink-2">
          {statements == null
            ? 'Statements are measured where the server has the extension pg_stat_statements and health answers.'
            : 'No statement was sampled within the last hour.'}
        </p>
      ) : (
        <CardTable
          label="Statements of the last hour"
          head={
            <>
              <HeadCell>Statement</HeadCell>
              <HeadCell>Role</HeadCell>
              <HeadCell isNumber>Calls</HeadCell>
              <HeadCell isNumber>Mean</HeadCell>
              <HeadCell isNumber>Total</HeadCell>
            </>
          }
        >
          {statements.map((statement) => (
            <Row key={statement.id}>
              <Cell className="full">
                <details className="statement">
                  <summary>
                    <code>{statement.text}</code>
                  </summary>
                  <pre>
                    <code>{statement.text}</code>
                  </pre>
                </details>
              </Cell>
              <Cell label="Role">{statement.role ?? UNKNOWN}</Cell>
              <Cell label="Calls" className="num">
                {formatCount(statement.calls)}
              </Cell>
              <Cell label="Mean" className={statement.isSlow ? 'num text-warn' : 'num'}>
                {formatMilliseconds(statement.meanMs)}
                {statement.isSlow ? <span className="sr-only">, slow</span> : null}
              </Cell>
              <Cell label="Total" className="num">
                {formatMilliseconds(statement.totalMs)}
              </Cell>
            </Row>
          ))}
        </CardTable>
      )}
    </Card>
  );
}

function inHours(value: number): string {
  return `${formatCount(value)} h`;
}

const backupStates = { SUCCEEDED: 'ok', FAILED: 'critical', RUNNING: 'info' } as const;
const backupWords = { SUCCEEDED: 'Saved', FAILED: 'Failed', RUNNING: 'Running' } as const;

function Backups({ backups, database }: { backups: Backups; database: Health['database'] | null }) {
  const age = readFragment(AssessmentFragment, database?.backupAssessment) ?? null;
  return (
    <Card id="backups" className="self-start">
      <CardHead title="Backups">{age ? <AssessmentBadge assessment={age} /> : null}</CardHead>
      {backups == null || backups.length === 0 ? (
        <p className="card-body text-ink-2">
          {backups == null
            ? 'Health did not answer.'
            : database?.isBackupConfigured === false
              ? 'Backups are not configured. The error of the job tenants:back-up-control-database says what is missing.'
              : 'No backup was taken yet. The job tenants:back-up-control-database takes them.'}
        </p>
      ) : (
        <ol className="card-body grid gap-2">
          {backups.map((backup) => (
            <li key={backup.startedAt} className="flex flex-wrap justify-between gap-x-3">
              <Status state={backupStates[backup.status]}>{backupWords[backup.status]}</Status>
              <span className="text-ink-2">
                <RelativeTime at={backup.finishedAt ?? backup.startedAt} isFocusable />
                {backup.sizeBytes == null ? null : `, ${formatBytes(backup.sizeBytes)}`}
              </span>
              {backup.error ? <span className="hint basis-full break-words">{backup.error}</span> : null}
            </li>
          ))}
        </ol>
      )}
      {age ? (
        <p className="card-foot">Age of the last: {thresholdText(age, inHours)?.toLowerCase()}</p>
      ) : null}
    </Card>
  );
}
