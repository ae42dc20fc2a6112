import { AssessedValue } from '#app/components/ui/assessment.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import type { PlatformHealthPartFragment } from '#app/gql/graphql.ts';
import { formatBytes, formatCount, formatPercentLimit } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { HealthTile, limitOf } from './health-tile.tsx';

/** The control database and its last backup. */
export function DatabaseTile({ database }: { database: PlatformHealthPartFragment['database'] }) {
  const { connectionsAssessment, slowQueriesAssessment, backupAssessment, lastBackupAt, isBackupConfigured } =
    database;
  return (
    <HealthTile
      name="Database"
      state={database.state}
      measure={{ value: `${Math.round(database.connectionsUsedRatio * 100)}%`, unit: null }}
      label="connections used"
      to={paths.systemMetrics({}, 'database')}
      chart={<Connections database={database} />}
      facts={[
        {
          name: 'Slow queries 1 h',
          value: (
            <AssessedValue assessment={slowQueriesAssessment}>
              {formatCount(database.slowQueries1h)}
            </AssessedValue>
          ),
        },
        {
          name: 'Last backup',
          value: (
            <AssessedValue assessment={backupAssessment}>
              {lastBackupAt ? (
                <RelativeTime at={lastBackupAt} />
              ) : isBackupConfigured ? (
                'none yet'
              ) : (
                'not configured'
              )}
            </AssessedValue>
          ),
        },
        { name: 'Size', value: formatBytes(database.sizeBytes) },
      ]}
      limits={[
        limitOf(connectionsAssessment, formatPercentLimit),
        limitOf(slowQueriesAssessment, (value) => `${formatCount(value)} slow`),
        lastBackupAt || isBackupConfigured
          ? limitOf(backupAssessment, (hours) => `${formatCount(hours)} h`)
          : null,
      ]}
      more="Database"
    />
  );
}

function Connections({ database }: { database: PlatformHealthPartFragment['database'] }) {
  const { connectionsUsed, connectionsMax, connectionsUsedRatio, connectionsAssessment } = database;
  const { state, warnAt } = connectionsAssessment;
  const colours = { CRITICAL: 'var(--critical-fg)', WARN: 'var(--warn-fg)' } as const;
  return (
    <div className="grid h-11 content-center">
      <span className="bullet max-w-none" aria-hidden="true">
        <i
          style={{
            width: `${Math.min(100, connectionsUsedRatio * 100)}%`,
            background: state === 'CRITICAL' || state === 'WARN' ? colours[state] : 'var(--series-1)',
          }}
        />
        {warnAt === null || warnAt === undefined ? null : (
          <u style={{ left: `${Math.min(1, warnAt) * 100}%` }} />
        )}
      </span>
      <span className="label">
        {formatCount(connectionsUsed)} of {formatCount(connectionsMax)}
      </span>
    </div>
  );
}
