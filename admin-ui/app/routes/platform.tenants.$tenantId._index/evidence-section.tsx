import { Card, CardHead, Section } from '#app/components/ui/card.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
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

function heads(columns: Column[]) {
  return columns.map(({ title, isNumber }) => (
    <HeadCell key={title} isNumber={isNumber}>
      {title}
    </HeadCell>
  ));
}

function Workflows({ workflows }: { workflows: TenantHealthPartFragment['workflows'] }) {
  return (
    <Card id="failures" className="desktop:col-span-2">
      <CardHead title="Failures by workflow, 24 h" />
      {workflows.length === 0 ? (
        <p className="card-body text-ink-2">No workflow ran within 24 h.</p>
      ) : (
        <CardTable
          label="Failures by workflow"
          head={heads([
            { title: 'Workflow' },
            { title: 'Runs', isNumber: true },
            { title: 'Failed', isNumber: true },
            { title: 'Rate', isNumber: true },
            { title: 'p95', isNumber: true },
            { title: 'Most frequent errors' },
            { title: 'Last failed', isNumber: true },
          ])}
        >
          {workflows.map((row) => (
            <Row key={row.workflow}>
              <Cell className="full mono font-medium">{row.workflow}</Cell>
              <Cell className="num" label="Runs">
                {formatCount(row.executions)}
              </Cell>
              <Cell className="num font-medium" label="Failed">
                {formatCount(row.failures)}
              </Cell>
              <Cell className="num" label="Rate">
                {formatPercent(row.failureRate)}
              </Cell>
              <Cell className="num text-ink-2" label="p95">
                {formatMilliseconds(row.p95DurationMs)}
              </Cell>
              <Cell className="full" label={row.errors.length === 0 ? 'Errors' : undefined}>
                <ErrorSamples errors={row.errors} />
              </Cell>
              <Cell className="num text-ink-2" label="Last failed">
                {row.lastFailedAt ? <RelativeTime at={row.lastFailedAt} /> : UNKNOWN}
              </Cell>
            </Row>
          ))}
        </CardTable>
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
        <CardTable
          label="Drift"
          head={heads([
            { title: 'Environment' },
            { title: 'State' },
            { title: 'Detected', isNumber: true },
            { title: 'Last report' },
            { title: 'When', isNumber: true },
          ])}
        >
          {drift.map((row) => (
            <Row key={row.environment}>
              <Cell className="full mono font-medium">{row.environment}</Cell>
              <Cell>
                <Status state={row.isDrifted ? 'warn' : 'ok'}>
                  {row.isDrifted ? 'Drifted' : 'Resolved'}
                </Status>
              </Cell>
              <Cell className="num" label="Detected">
                {formatCount(row.detections7d)}
              </Cell>
              <Cell className="full text-ink-2">{row.summary ?? UNKNOWN}</Cell>
              <Cell className="num text-ink-2" label="When">
                <RelativeTime at={row.lastDetectedAt} />
              </Cell>
            </Row>
          ))}
        </CardTable>
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
        <CardTable
          label="Credentials"
          head={heads([
            { title: 'Credential' },
            { title: 'State' },
            { title: 'Failed', isNumber: true },
            { title: 'Last answer' },
            { title: 'When', isNumber: true },
          ])}
        >
          {credentials.map((row) => (
            <Row key={row.credential}>
              <Cell className="full mono font-medium">{row.credential}</Cell>
              <Cell>
                <Status state={row.isFailing ? 'warn' : 'ok'}>
                  {row.isFailing ? 'Failing' : 'Recovered'}
                </Status>
              </Cell>
              <Cell className="num" label="Failed">
                {formatCount(row.failures7d)}
              </Cell>
              <Cell className="full mono text-ink-2">{row.errorMessage ?? UNKNOWN}</Cell>
              <Cell className="num text-ink-2" label="When">
                <RelativeTime at={row.lastFailedAt} />
              </Cell>
            </Row>
          ))}
        </CardTable>
      )}
    </Card>
  );
}
