import { Link } from '@remix-run/react';
import { Card, Section } from '#app/components/ui/card.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { TenantRole } from '#app/gql/graphql.ts';
import { formatCount, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import type { TabOf } from '../load-tab.server.ts';

const roleWords: Readonly<Record<TenantRole, string>> = {
  OWNER: 'Owner',
  ADMIN: 'Admin',
  BILLING: 'Billing',
  VIEWER: 'Viewer',
};

type PeopleTabProps = { tenant: { id: string }; content: TabOf<'people'> };

/** Who belongs to the tenant, and as what: the first by name, as many as the API gives, with the way to all of them. */
export function PeopleTab({ tenant, content: { memberships, memberTotal } }: PeopleTabProps) {
  if (memberships === null) return <FailedWidget title="People" source="Security" heading="h2" />;
  const shown = memberships.length;
  const isWhole = memberTotal === null || memberTotal <= shown;
  return (
    <Section
      id="people"
      title="People"
      remark={
        isWhole
          ? plural(shown, 'member')
          : `The first ${formatCount(shown)} of ${plural(memberTotal, 'member')}, by name.`
      }
    >
      <Card>
        {memberships.length === 0 ? (
          <EmptyState as="h3" title="Nobody belongs to this tenant yet">
            People are added by the tenant’s own owners, or on a person’s page.
          </EmptyState>
        ) : (
          <CardTable
            label="People"
            data-rows
            head={
              <>
                <HeadCell>Name</HeadCell>
                <HeadCell>Role</HeadCell>
                <HeadCell>E-mail</HeadCell>
                <HeadCell>Access</HeadCell>
                <HeadCell isNumber>Member since</HeadCell>
                <HeadCell isNumber>Last signed in</HeadCell>
              </>
            }
          >
            {memberships.map(({ id, role, createdAt, user }) => (
              <Row key={id}>
                <Cell className="full">
                  <Link className="font-medium" to={paths.user(user.id)}>
                    {user.name}
                  </Link>
                </Cell>
                <Cell label="Role">{roleWords[role]}</Cell>
                <Cell className="full text-ink-2">{user.email}</Cell>
                <Cell>
                  {user.isDisabled ? (
                    <Status state="warn">Disabled</Status>
                  ) : (
                    <Status state="ok">May sign in</Status>
                  )}
                </Cell>
                <Cell className="num text-ink-2" label="Since">
                  <DateOf at={createdAt} isFocusable />
                </Cell>
                <Cell className="num text-ink-2" label="Last signed in">
                  {user.lastSignedInAt ? <RelativeTime at={user.lastSignedInAt} /> : 'never'}
                </Cell>
              </Row>
            ))}
          </CardTable>
        )}
        {isWhole ? null : (
          <div className="card-foot">
            <Link to={paths.users({ tenant: tenant.id })}>All {plural(memberTotal, 'member')}</Link>
          </div>
        )}
      </Card>
    </Section>
  );
}
