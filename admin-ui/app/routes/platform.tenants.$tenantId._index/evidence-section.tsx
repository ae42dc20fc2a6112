import type { ReactNode } from 'react';
import { Card, CardHead, Section } from '#app/components/ui/card.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Badge, Status } from '#app/components/ui/status.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { formatCount, formatMilliseconds, formatPercent, plural, UNKNOWN } from '#app/lib/format.ts';

/** The evidence behind the clauses: failing workflows, drifted environments, failing credentials. */
export function EvidenceSection({ health }: { health: TenantHealthPartFragment }) {
  return (
    <Section id="evidence" title="Evidence">
      <div className="grid grid-cols-1 gap-3 tablet:gap-4 desktop:grid-cols-2">
        <Workflows workflows={health.workflows} />
        <Drift drift={health.drift} />
        <Credentials credentials={health.credentials} />
      </div>
    </Section>
  );
}

type Column = { title: string; isNumber?: boolean };

function EvidenceTable({
  label,
  columns,
  children,
}: {
  label: string;
  columns: Column[];
  children: ReactNode;
}) {
  return (
    // A scrolling region must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="data-table card-table" role="table">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.title}
                scope="col"
                role="columnheader"
                className={column.isNumber ? 'num' : undefined}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">{children}</tbody>
      </table>
    </div>
  );
}

function Workflows({ workflows }: { workflows: TenantHealthPartFragment['workflows'] }) {
  return (
    <Card id="failures" className="desktop:col-span-2">
      <CardHead title="Failures by workflow, 24 h" />
      {workflows.length === 0 ? (
        <p className="card-body text-ink-2">No workflow ran within 24 h.</p>
      ) : (
        <EvidenceTable
          label="Failures by workflow"
          columns={[
            { title: 'Workflow' },
            { title: 'Runs', isNumber: true },
            { title: 'Failed', isNumber: true },
            { title: 'Rate', isNumber: true },
            { title: 'p95', isNumber: true },
            { title: 'Most frequent errors' },
            { title: 'Last failed', isNumber: true },
          ]}
        >
          {workflows.map((row) => (
            <tr role="row" key={row.workflow}>
              <td role="cell" className="full mono font-medium">
                {row.workflow}
              </td>
              <td role="cell" className="num" data-label="Runs">
                {formatCount(row.executions)}
              </td>
              <td role="cell" className="num font-medium" data-label="Failed">
                {formatCount(row.failures)}
              </td>
              <td role="cell" className="num" data-label="Rate">
                {formatPercent(row.failureRate)}
              </td>
              <td role="cell" className="num text-ink-2" data-label="p95">
                {formatMilliseconds(row.p95DurationMs)}
              </td>
              <td role="cell" className="full">
                <ErrorSamples errors={row.errors} />
              </td>
              <td role="cell" className="num text-ink-2" data-label="Last failed">
                {row.lastFailedAt ? <RelativeTime at={row.lastFailedAt} /> : UNKNOWN}
              </td>
            </tr>
          ))}
        </EvidenceTable>
      )}
    </Card>
  );
}

function ErrorSamples({ errors }: { errors: TenantHealthPartFragment['workflows'][number]['errors'] }) {
  if (errors.length === 0) return <span className="text-ink-3">none</span>;
  return (
    <ul className="grid gap-0.5">
      {errors.map((error) => (
        <li key={error.code} className="flex gap-2">
          <span className="shrink-0 text-ink-3">{formatCount(error.count)} ×</span>
          <span className="mono text-ink-2">
            {error.code === 'unknown' ? '' : `${error.code} `}
            {error.message}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Drift({ drift }: { drift: TenantHealthPartFragment['drift'] }) {
  const open = drift.filter((row) => row.isDrifted).length;
  return (
    <Card id="drift">
      <CardHead title="Drift, 7 d">
        {open === 0 ? <Badge state="ok" /> : <Badge state="warn">{open} drifted</Badge>}
      </CardHead>
      {drift.length === 0 ? (
        <p className="card-body text-ink-2">Every environment matches its declared state.</p>
      ) : (
        <EvidenceTable
          label="Drift"
          columns={[
            { title: 'Environment' },
            { title: 'State' },
            { title: 'Detected', isNumber: true },
            { title: 'Last report' },
            { title: 'When', isNumber: true },
          ]}
        >
          {drift.map((row) => (
            <tr role="row" key={row.environment}>
              <td role="cell" className="full mono font-medium">
                {row.environment}
              </td>
              <td role="cell">
                <Status state={row.isDrifted ? 'warn' : 'ok'}>
                  {row.isDrifted ? 'Drifted' : 'Resolved'}
                </Status>
              </td>
              <td role="cell" className="num" data-label="Detected">
                {formatCount(row.detections7d)}
              </td>
              <td role="cell" className="full text-ink-2">
                {row.summary ?? UNKNOWN}
              </td>
              <td role="cell" className="num text-ink-2" data-label="When">
                <RelativeTime at={row.lastDetectedAt} />
              </td>
            </tr>
          ))}
        </EvidenceTable>
      )}
    </Card>
  );
}

function Credentials({ credentials }: { credentials: TenantHealthPartFragment['credentials'] }) {
  const failing = credentials.filter((row) => row.isFailing).length;
  return (
    <Card id="credentials">
      <CardHead title="Credentials, 7 d">
        {failing === 0 ? (
          <Badge state="ok" />
        ) : (
          <Badge state="warn">{plural(failing, 'credential')} failing</Badge>
        )}
      </CardHead>
      {credentials.length === 0 ? (
        <p className="card-body text-ink-2">No stored credential failed.</p>
      ) : (
        <EvidenceTable
          label="Credentials"
          columns={[
            { title: 'Credential' },
            { title: 'State' },
            { title: 'Failed', isNumber: true },
            { title: 'Last answer' },
            { title: 'When', isNumber: true },
          ]}
        >
          {credentials.map((row) => (
            <tr role="row" key={row.credential}>
              <td role="cell" className="full mono font-medium">
                {row.credential}
              </td>
              <td role="cell">
                <Status state={row.isFailing ? 'warn' : 'ok'}>
                  {row.isFailing ? 'Failing' : 'Recovered'}
                </Status>
              </td>
              <td role="cell" className="num" data-label="Failed">
                {formatCount(row.failures7d)}
              </td>
              <td role="cell" className="full mono text-ink-2">
                {row.errorMessage ?? UNKNOWN}
              </td>
              <td role="cell" className="num text-ink-2" data-label="When">
                <RelativeTime at={row.lastFailedAt} />
              </td>
            </tr>
          ))}
        </EvidenceTable>
      )}
    </Card>
  );
}
