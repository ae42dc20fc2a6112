import { Link } from '@remix-run/react';
import { adminActionsHref } from '#app/lib/audit-links.ts';
import { describeAction, describeTargetType } from '#app/components/audit-text.ts';
import { AuditTarget } from '#app/components/audit-target.tsx';
import { Card, CardHead, MoreLink } from '#app/components/ui/card.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { RowSortHead } from '#app/components/ui/row-sort-head.tsx';
import { CardTable, Cell, Row } from '#app/components/ui/table.tsx';
import type { AdminActionPartFragment } from '#app/gql/graphql.ts';
import { paths } from '#app/lib/paths.ts';
import { useRowSort, type RowSortSpec } from '#app/lib/use-row-sort.ts';
import { FailedSection } from '../failed-section.tsx';

const none: readonly AdminActionPartFragment[] = [];

const spec: RowSortSpec<AdminActionPartFragment, 'when' | 'actor' | 'action' | 'target'> = {
  keyOf: ({ id }) => id,
  columns: {
    when: ({ at }) => Date.parse(at),
    actor: ({ actedBy }) => actedBy,
    action: describeAction,
    target: ({ targetName, targetType }) => targetName ?? describeTargetType(targetType),
  },
  given: { column: 'when', isUp: false },
};

/** The last things platform staff changed, each with its entry in the audit log. */
export function AdminActionsCard({ actions }: { actions: readonly AdminActionPartFragment[] | null }) {
  const { rows, sort, hold } = useRowSort(actions ?? none, spec);
  const title = 'Last 20 admin actions';
  const span = 'tablet:col-span-12';
  if (actions === null) return <FailedSection section="security" title={title} className={span} />;
  return (
    <Card className={span}>
      <CardHead title={title}>
        <MoreLink to={adminActionsHref()}>Audit log</MoreLink>
      </CardHead>
      {actions.length === 0 ? (
        <p className="card-body text-ink-2">
          Nobody of the platform’s staff has changed anything yet. Every change they make appears here.
        </p>
      ) : (
        <CardTable
          label={title}
          hold={hold}
          head={
            <>
              <RowSortHead sort={sort} column="when" name="When" />
              <RowSortHead sort={sort} column="actor" name="Actor" />
              <RowSortHead sort={sort} column="action" name="Action" />
              <RowSortHead sort={sort} column="target" name="Target" />
            </>
          }
        >
          {rows.map((entry) => (
            <Row key={entry.id}>
              <Cell className="whitespace-nowrap text-ink-2">
                <RelativeTime at={entry.at} />
              </Cell>
              <Cell className="wrap-anywhere">{entry.actedBy}</Cell>
              <Cell className="full">
                <Link className="font-medium" to={paths.auditEntry(entry.id)}>
                  {describeAction(entry)}
                </Link>
              </Cell>
              <Cell className="full wrap-anywhere" label="Target">
                <AuditTarget entry={entry} />
                <OfTenant entry={entry} />
              </Cell>
            </Row>
          ))}
        </CardTable>
      )}
    </Card>
  );
}

/** Whose it is, where the target is a thing of a tenant and not the tenant itself. */
function OfTenant({ entry: { targetType, tenant, tenantName } }: { entry: AdminActionPartFragment }) {
  if (!tenant || !tenantName || targetType === 'Tenant') return null;
  return (
    <>
      {' '}
      of <Link to={paths.tenant(tenant.id)}>{tenantName}</Link>
    </>
  );
}
