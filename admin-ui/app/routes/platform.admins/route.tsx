import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Plus } from 'lucide-react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ListPager } from '#app/components/list-pager.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { Card, CardHead, Facts } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { platformRoleMeanings, platformRoleWords } from '#app/components/user-words.ts';
import type { PlatformRole } from '#app/gql/graphql.ts';
import { formatCount, plural } from '#app/lib/format.ts';
import { readListAddress, type ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { PlatformAdminsQuery } from './documents.ts';

const adminList: ListSpec<'NAME'> = {
  path: paths.admins(),
  pageSize: 50,
  defaultSort: 'NAME',
  sorts: { NAME: 'ASC' },
  filters: [],
};

export const meta: MetaFunction = () => [{ title: 'Platform admins · Intendant' }];

export const handle = { crumbs: () => [{ label: 'Platform admins', to: paths.admins() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'users:read');
  const list = readListAddress(adminList, new URL(args.request.url).searchParams);
  const { users } = await gateway.query(PlatformAdminsQuery, {
    first: adminList.pageSize,
    after: list.trail.at(-1) ?? null,
  });
  return {
    list,
    page: users ?? null,
    canAudit: may(caller, 'audit:read'),
    canGrant: may(caller, 'users:write', 'roles:write'),
  };
}

const roles = Object.keys(platformRoleWords) as PlatformRole[];

export default function PlatformAdmins() {
  const { list, page, canAudit, canGrant } = useLoaderData<typeof loader>();
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Platform admins</h1>
            <p className="mt-1 text-ink-2" role="status">
              {page === null
                ? 'The list is not available.'
                : `${plural(page.totalCount, 'person has', 'people have')} a platform role.`}{' '}
              {canGrant ? 'A role is given, changed and taken on the page of a user.' : null}
            </p>
          </div>
          {canGrant ? (
            <div className="page-actions">
              <ButtonLink to={paths.users({ role: 'none' })}>Give a role</ButtonLink>
              <ButtonLink kind="primary" to={paths.newUser({ role: 'VIEWER' })}>
                <Plus className="icon icon-s" aria-hidden />
                Create staff member
              </ButtonLink>
            </div>
          ) : null}
        </div>
        <div className="grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
          <div className="tablet:col-span-2">
            {page === null ? (
              <FailedWidget title="Platform admins" source="Security" heading="h2" />
            ) : (
              <div className="card">
                <CardTable
                  label="Platform admins"
                  head={
                    <>
                      <HeadCell>Name</HeadCell>
                      <HeadCell>Platform role</HeadCell>
                      <HeadCell>Access</HeadCell>
                      <HeadCell isNumber>Open sessions</HeadCell>
                      <HeadCell isNumber>Last signed in</HeadCell>
                      {canAudit ? (
                        <HeadCell>
                          <span className="sr-only">Audit log</span>
                        </HeadCell>
                      ) : null}
                    </>
                  }
                >
                  {page.nodes.map((user) => (
                    <Row key={user.id}>
                      <Cell className="full">
                        <Link className="font-medium" to={paths.user(user.id)}>
                          {user.name}
                        </Link>{' '}
                        <span className="text-xs break-all text-ink-3">{user.email}</span>
                      </Cell>
                      <Cell label="Role">
                        {user.platformRole ? platformRoleWords[user.platformRole] : 'none'}
                      </Cell>
                      <Cell label="Access">
                        {user.isDisabled ? (
                          <Status state="neutral">Disabled</Status>
                        ) : (
                          <Status state="ok">Enabled</Status>
                        )}
                      </Cell>
                      <Cell label="Open sessions" className="num">
                        {formatCount(user.openSessions)}
                      </Cell>
                      <Cell label="Last signed in" className="num text-ink-2">
                        {user.lastSignedInAt ? <RelativeTime at={user.lastSignedInAt} /> : 'never'}
                      </Cell>
                      {canAudit ? (
                        <Cell className="num">
                          <Link to={paths.auditLog({ caller: user.id })}>
                            Actions<span className="sr-only"> of {user.name}</span>
                          </Link>
                        </Cell>
                      ) : null}
                    </Row>
                  ))}
                </CardTable>
                <ListPager spec={adminList} list={list} page={page} />
              </div>
            )}
          </div>
          <Card className="self-start">
            <CardHead as="h2" title="What the roles may do" />
            <div className="card-body">
              <Facts
                className="stacked"
                rows={roles.map((role) => ({
                  name: platformRoleWords[role],
                  value: platformRoleMeanings[role],
                }))}
              />
            </div>
          </Card>
        </div>
      </div>
    </main>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel />;
}
