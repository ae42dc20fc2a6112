import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Plus } from 'lucide-react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ListPager } from '#app/components/list-pager.tsx';
import { ListSortHeader } from '#app/components/list-sort-header.tsx';
import { ListToolbar } from '#app/components/list-toolbar.tsx';
import { nameOfTenant } from '#app/components/named-tenant.ts';
import { isNarrowed, NothingMatches } from '#app/components/nothing-matches.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { platformRoleWords, tenantRoleWords } from '#app/components/user-words.ts';
import type { UserListQuery as UserListData, UserSortField } from '#app/gql/graphql.ts';
import { formatCount, plural } from '#app/lib/format.ts';
import { readListAddress, type ListAddress } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { UserListQuery } from './documents.ts';
import { userList, userVariables } from './user-list.ts';

export const meta: MetaFunction = () => [{ title: 'Users · Intendant' }];

export const handle = { crumbs: () => [{ label: 'Users', to: paths.users() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'users:read');
  const list = readListAddress(userList, new URL(args.request.url).searchParams);
  const loaded = await gateway.query(UserListQuery, userVariables(list, may(caller, 'tenants:read')));
  return {
    list,
    page: loaded.users ?? null,
    tenant: loaded.tenant ?? null,
    canWrite: may(caller, 'users:write'),
  };
}

export default function Users() {
  const { list, page, tenant, canWrite } = useLoaderData<typeof loader>();
  const names = nameOfTenant(tenant);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Users</h1>
            <p className="mt-1 text-ink-2" role="status">
              {page === null
                ? 'The list is not available.'
                : isNarrowed(list)
                  ? `${plural(page.totalCount, 'person matches', 'people match')}.`
                  : `${plural(page.totalCount, 'person', 'people')} of the platform and its tenants.`}
            </p>
          </div>
          {canWrite ? (
            <div className="page-actions">
              <ButtonLink kind="primary" to={paths.newUser()}>
                <Plus className="icon icon-s" aria-hidden />
                Create user
              </ButtonLink>
            </div>
          ) : null}
        </div>
        <ListToolbar
          spec={userList}
          list={list}
          label="Users"
          placeholder="Name or e-mail address"
          names={names}
        />
        {page === null ? (
          <FailedWidget title="Users" source="Security" heading="h2" />
        ) : (
          <UserTable page={page} list={list} names={names} />
        )}
      </div>
    </main>
  );
}

type UserTableProps = {
  page: NonNullable<UserListData['users']>;
  list: ListAddress<UserSortField>;
  names: Readonly<Record<string, string>>;
};

function UserTable({ page, list, names }: UserTableProps) {
  if (page.nodes.length === 0) {
    return (
      <div className="card">
        <NothingMatches spec={userList} list={list} thing="user" names={names} />
      </div>
    );
  }
  const sortable = { spec: userList, list };
  return (
    <div className="card">
      <CardTable
        label="Users"
        head={
          <>
            <ListSortHeader {...sortable} sort="NAME" label="Name" />
            <ListSortHeader {...sortable} sort="EMAIL" label="E-mail" />
            <HeadCell>Roles</HeadCell>
            <HeadCell>Access</HeadCell>
            <HeadCell isNumber>Open sessions</HeadCell>
            <ListSortHeader {...sortable} sort="LAST_SIGNED_IN_AT" label="Last signed in" isNumber />
          </>
        }
      >
        {page.nodes.map((user) => (
          <Row key={user.id}>
            <Cell className="full">
              <Link className="font-medium" to={paths.user(user.id)}>
                {user.name}
              </Link>
            </Cell>
            <Cell label="E-mail" className="full wrap-anywhere">
              {user.email}
            </Cell>
            <Cell label="Roles" className="full">
              <Roles user={user} />
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
          </Row>
        ))}
      </CardTable>
      <ListPager spec={userList} list={list} page={page} />
    </div>
  );
}

type User = UserTableProps['page']['nodes'][number];

/** The platform role first, then where the person belongs. */
function Roles({ user }: { user: User }) {
  const [first] = user.memberships;
  if (!user.platformRole && first === undefined) return <span className="text-ink-3">none</span>;
  return (
    <span className="flex flex-wrap gap-x-2">
      {user.platformRole ? <span>{platformRoleWords[user.platformRole]}</span> : null}
      {first === undefined ? null : (
        <span>
          {tenantRoleWords[first.role]} of <Link to={paths.tenant(first.tenant.id)}>{first.tenant.name}</Link>
          {user.memberships.length > 1 ? (
            <span className="text-ink-3"> and {formatCount(user.memberships.length - 1)} more</span>
          ) : null}
        </span>
      )}
    </span>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel />;
}
