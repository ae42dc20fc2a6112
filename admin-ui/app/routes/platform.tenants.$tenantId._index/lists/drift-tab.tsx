import { Card, Section } from '#app/components/ui/card.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { formatCount, plural, UNKNOWN } from '#app/lib/format.ts';
import type { TenantData } from '../tenant-data.ts';
import { ContactLink } from './contact-link.tsx';

type DriftTabProps = { tenant: TenantData; health: TenantHealthPartFragment };

/** Environments that do not match their declared state, or did not within 7 days. */
export function DriftTab({ tenant, health: { drift } }: DriftTabProps) {
  const drifted = drift.filter((row) => row.isDrifted);
  const open = drifted.length;
  const subject = `Drift: ${drifted.map((row) => row.environment).join(', ')}`;
  return (
    <Section
      id="drift"
      title="Drift by environment, 7 d"
      remark={
        drift.length === 0
          ? undefined
          : open === 0
            ? 'Every environment matches again.'
            : `${plural(open, 'environment does', 'environments do')} not match now.`
      }
      more={open === 0 ? undefined : <ContactLink tenant={tenant} subject={subject} />}
    >
      <Card>
        {drift.length === 0 ? (
          <EmptyState as="h3" title="Every environment matches its declared state">
            No drift was detected within 7 d. Applications report it as <code>drift.detected</code>.
          </EmptyState>
        ) : (
          <CardTable
            label="Drift"
            data-rows
            head={
              <>
                <HeadCell>Environment</HeadCell>
                <HeadCell>State</HeadCell>
                <HeadCell isNumber>Detected 7 d</HeadCell>
                <HeadCell>Last report</HeadCell>
                <HeadCell isNumber>Last detected</HeadCell>
                <HeadCell isNumber>Resolved</HeadCell>
              </>
            }
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
                <Cell className="num text-ink-2" label="Last detected">
                  <RelativeTime at={row.lastDetectedAt} isFocusable />
                </Cell>
                <Cell className="num text-ink-2" label="Resolved">
                  {row.resolvedAt ? <RelativeTime at={row.resolvedAt} /> : UNKNOWN}
                </Cell>
              </Row>
            ))}
          </CardTable>
        )}
      </Card>
    </Section>
  );
}
