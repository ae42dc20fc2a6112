import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { describeAction } from '#app/components/audit-text.ts';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { Card, CardHead, Facts, MoreLink } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { platformRoleWords, tenantRoleWords } from '#app/components/user-words.ts';
import type { UserPageQuery as UserPageData } from '#app/gql/graphql.ts';
import { formatCount } from '#app/lib/format.ts';
import { notFound } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { changeUser } from './change-user.server.ts';
import { UserPageQuery } from './documents.ts';
import { ConfirmUserChange, PlatformRoleForm, userIntents } from './user-forms.tsx';

type Loaded = { user: { id: string; name: string } } | undefined;

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.user.name ?? 'User'} · Intendant` },
];

export const handle = {
  crumbs: (loaded: Loaded) => [
    { label: 'Users', to: paths.users() },
    ...(loaded ? [{ label: loaded.user.name, to: paths.user(loaded.user.id) }] : []),
  ],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'users:read');
  const can = {
    audit: may(caller, 'audit:read'),
    write: may(caller, 'users:write'),
    roles: may(caller, 'roles:write'),
  };
  const { user, auditEntries } = await gateway.query(
    UserPageQuery,
    {
      id: args.params['userId'] ?? '',
      canTenants: may(caller, 'tenants:read'),
      canAudit: can.audit,
    },
    { needs: 'user' },
  );
  if (!user) throw notFound();
  return { user, actions: auditEntries?.nodes ?? null, can, isSelf: user.id === caller.id };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'users:read');
  return changeUser({
    gateway,
    caller,
    id: args.params['userId'] ?? '',
    form: await args.request.formData(),
  });
}

export default function UserPage() {
  const { user, actions, can, isSelf } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const [search] = useSearchParams();
  const intent = can.write ? userIntents.find((each) => each === search.get('confirm')) : undefined;
  const resultOf = (asked: string) =>
    lastResult?.initialValue?.['intent'] === asked ? lastResult : undefined;
  return (
    <main className="page" id="main" tabIndex={-1}>
      {intent === undefined ? null : (
        <ConfirmUserChange user={user} intent={intent} lastResult={resultOf(intent)} />
      )}
      <div className="section">
        <UserHeader user={user} canChange={can.write && !isSelf} />
        <div className="mt-5 grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
          <div className="grid content-start gap-3 tablet:col-span-2 tablet:gap-4">
            <Memberships memberships={user.memberships} />
            {can.audit ? <Actions userId={user.id} entries={actions} /> : null}
          </div>
          <Card className="self-start">
            <CardHead title="Platform role" />
            <div className="card-body">
              {can.roles ? (
                <PlatformRoleForm user={user} lastResult={resultOf('role')} />
              ) : (
                <p>{user.platformRole ? platformRoleWords[user.platformRole] : 'None.'}</p>
              )}
            </div>
          </Card>
        </div>
      </div>
    </main>
  );
}

type User = NonNullable<UserPageData['user']>;

function UserHeader({ user, canChange }: { user: User; canChange: boolean }) {
  const ask = (confirm: string) => `${paths.user(user.id)}?confirm=${confirm}`;
  return (
    <div className="page-head">
      <div className="grow">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="page-title">{user.name}</h1>
          {user.isDisabled ? <Status state="neutral">Disabled</Status> : <Status state="ok">Enabled</Status>}
        </div>
        <p className="page-meta">
          <span>{user.email}</span>
          <span>
            Last signed in{' '}
            {user.lastSignedInAt ? <RelativeTime at={user.lastSignedInAt} isFocusable /> : 'never'}
          </span>
          <span>Open sessions {formatCount(user.openSessions)}</span>
          <span>
            Since <DateOf at={user.createdAt} />
          </span>
        </p>
      </div>
      {canChange ? (
        <div className="page-actions">
          {(user.openSessions ?? 0) > 0 ? (
            <ButtonLink id="end-sessions" to={ask('end-sessions')} preventScrollReset>
              End sessions…
            </ButtonLink>
          ) : null}
          {user.isDisabled ? (
            <ButtonLink id="enable" to={ask('enable')} preventScrollReset>
              Enable…
            </ButtonLink>
          ) : (
            <ButtonLink id="disable" to={ask('disable')} preventScrollReset>
              Disable…
            </ButtonLink>
          )}
        </div>
      ) : null}
    </div>
  );
}

function Memberships({ memberships }: { memberships: User['memberships'] }) {
  return (
    <Card>
      <CardHead title="Tenants" sub={formatCount(memberships.length)} />
      <div className="card-body">
        {memberships.length === 0 ? (
          <p className="text-ink-2">This person belongs to no tenant.</p>
        ) : (
          <Facts
            rows={memberships.map(({ role, tenant }) => ({
              name: tenantRoleWords[role],
              value: <Link to={paths.tenant(tenant.id)}>{tenant.name ?? tenant.id}</Link>,
            }))}
          />
        )}
      </div>
    </Card>
  );
}

type Entries = NonNullable<UserPageData['auditEntries']>['nodes'] | null;

function Actions({ userId, entries }: { userId: string; entries: Entries }) {
  if (entries === null) return <FailedWidget title="Latest actions" source="Security" />;
  return (
    <Card>
      <CardHead title="Latest actions">
        <MoreLink to={paths.auditLog({ caller: userId })}>Audit log</MoreLink>
      </CardHead>
      {entries.length === 0 ? (
        <p className="card-body text-ink-2">This person changed nothing yet.</p>
      ) : (
        <ol className="feed pb-2">
          {entries.map((entry) => (
            <li key={entry.id}>
              <RelativeTime at={entry.at} />
              <div>
                <Link to={paths.auditEntry(entry.id)}>{describeAction(entry)}</Link>
              </div>
              <span className="who">{entry.targetName ?? entry.targetId}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel thing="user" backTo={paths.users()} backLabel="Open the users" />;
}
