import { Link } from '@remix-run/react';
import { describeAction, describeTargetType } from '#app/components/audit-text.ts';
import { ListPager } from '#app/components/list-pager.tsx';
import { Card, MoreLink, Section } from '#app/components/ui/card.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { paths } from '#app/lib/paths.ts';
import type { TabOf } from '../load-tab.server.ts';
import { tabList } from '../tab-list.ts';
import type { TenantData } from '../tenant-data.ts';

/** Who did what to the tenant; the entry itself tells what was before and after. */
export function ActivityTab({ tenant, content }: { tenant: TenantData; content: TabOf<'activity'> }) {
  const { entries } = content;
  if (entries === null) return <FailedWidget title="Activity" source="Security" heading="h2" />;
  return (
    <Section
      id="activity"
      title="Activity"
      remark="The latest first."
      more={<MoreLink to={paths.auditLog({ tenant: tenant.id })}>Audit log</MoreLink>}
    >
      <Card>
        {entries.nodes.length === 0 ? (
          <EmptyState as="h3" title="Nothing was done to this tenant yet">
            Every change somebody makes through Intendant is kept here, with who, what and when.
          </EmptyState>
        ) : (
          <>
            <CardTable
              label="Activity"
              data-rows
              head={
                <>
                  <HeadCell>Time</HeadCell>
                  <HeadCell>Action</HeadCell>
                  <HeadCell>Target</HeadCell>
                  <HeadCell>By</HeadCell>
                </>
              }
            >
              {entries.nodes.map((entry) => (
                <Row key={entry.id}>
                  <Cell className="whitespace-nowrap text-ink-2" label="Time">
                    <RelativeTime at={entry.at} isFocusable />
                  </Cell>
                  <Cell className="full">
                    <Link className="font-medium" to={paths.auditEntry(entry.id)}>
                      {describeAction(entry)}
                    </Link>
                  </Cell>
                  <Cell label="Target">
                    {entry.targetName ?? describeTargetType(entry.targetType)}{' '}
                    {entry.targetName ? (
                      <span className="text-xs text-ink-3">{describeTargetType(entry.targetType)}</span>
                    ) : null}
                  </Cell>
                  <Cell label="By">
                    {entry.actorName ? `${entry.actorName} as ${entry.callerName}` : entry.callerName}
                  </Cell>
                </Row>
              ))}
            </CardTable>
            <ListPager spec={tabList(tenant.id, 'activity')} list={content.list} page={entries} />
          </>
        )}
      </Card>
    </Section>
  );
}
