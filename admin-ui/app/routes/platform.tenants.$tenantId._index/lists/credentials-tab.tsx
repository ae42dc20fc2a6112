import { Card, Section } from '#app/components/ui/card.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { formatCount, plural, UNKNOWN } from '#app/lib/format.ts';
import type { TenantData } from '../tenant-data.ts';
import { ContactLink } from './contact-link.tsx';

type CredentialsTabProps = { tenant: TenantData; health: TenantHealthPartFragment };

/** Stored credentials that fail, or failed within 7 days. */
export function CredentialsTab({ tenant, health: { credentials } }: CredentialsTabProps) {
  const failing = credentials.filter((row) => row.isFailing);
  const subject = `Failing credentials: ${failing.map((row) => row.credential).join(', ')}`;
  return (
    <Section
      id="credentials"
      title="Credentials that failed, 7 d"
      remark={
        credentials.length === 0
          ? undefined
          : failing.length === 0
            ? 'All of them recovered.'
            : `${plural(failing.length, 'credential fails', 'credentials fail')} now.`
      }
      more={failing.length === 0 ? undefined : <ContactLink tenant={tenant} subject={subject} />}
    >
      <Card>
        {credentials.length === 0 ? (
          <EmptyState as="h3" title="No stored credential failed">
            Within 7 d every credential worked. Applications report failures as <code>credential.failed</code>
            .
          </EmptyState>
        ) : (
          <CardTable
            label="Credentials"
            data-rows
            head={
              <>
                <HeadCell>Credential</HeadCell>
                <HeadCell>State</HeadCell>
                <HeadCell isNumber>Failed 7 d</HeadCell>
                <HeadCell>Last answer</HeadCell>
                <HeadCell isNumber>Last failed</HeadCell>
                <HeadCell isNumber>Recovered</HeadCell>
              </>
            }
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
                <Cell className="num text-ink-2" label="Last failed">
                  <RelativeTime at={row.lastFailedAt} isFocusable />
                </Cell>
                <Cell className="num text-ink-2" label="Recovered">
                  {row.recoveredAt ? <RelativeTime at={row.recoveredAt} /> : UNKNOWN}
                </Cell>
              </Row>
            ))}
          </CardTable>
        )}
      </Card>
    </Section>
  );
}
