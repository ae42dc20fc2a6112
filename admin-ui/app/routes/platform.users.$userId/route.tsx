import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { describeAction } from '#app/components/audit-text.ts';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { Card, CardHead, MoreLink } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { platformRoleMeanings, platformRoleWords } from '#app/components/user-words.ts';
import type { UserPageQuery as UserPageData } from '#app/gql/graphql.ts';
import { formatCount } from '#app/lib/format.ts';
import { notFound } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { changeUser } from './change-user.server.ts';
import { UserPageQuery } from './documents.ts';
import { ConfirmRemoval, Memberships } from './memberships.tsx';
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
  const isAllowed = can.write && !isSelf && mayTouch(user, can);
  const confirm = search.get('confirm');
  const intent = isAllowed ? userIntents.find((each) => each === confirm) : undefined;
  const removed =
    can.write && confirm === 'remove-membership'
      ? user.memberships.find(({ id }) => id === search.get('membership'))
      : undefined;
  const resultOf = (asked: string) =>
    lastResult?.initialValue?.['intent'] === asked ? lastResult : undefined;
  return (
    <main className="page" id="main" tabIndex={-1}>
      {intent === undefined ? null : (
        <ConfirmUserChange user={user} intent={intent} lastResult={resultOf(intent)} />
      )}
      {removed === undefined ? null : (
        <ConfirmRemoval user={user} membership={removed} lastResult={resultOf('remove-membership')} />
      )}
      <div className="section">
        <UserHeader user={user} canChange={isAllowed} />
        <div className="grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
          <div className="grid content-start gap-3 tablet:col-span-2 tablet:gap-4">
            <Memberships user={user} canChange={can.write} lastResult={resultOf('membership')} />
            {can.audit ? <Actions userId={user.id} entries={actions} /> : null}
          </div>
          <Card className="self-start">
            <CardHead as="h2" title="Platform role" />
            <div className="card-body">
              {can.roles ? (
                <PlatformRoleForm
                  key={user.platformRole ?? 'none'}
                  user={user}
                  lastResult={resultOf('role')}
                />
              ) : (
                <p>
                  {user.platformRole ? (
                    <>
                      {platformRoleWords[user.platformRole]}{' '}
                      <span className="hint block">{platformRoleMeanings[user.platformRole]}</span>
                    </>
                  ) : (
                    'None. The person does not see the platform pages.'
                  )}
                </p>
              )}
            </div>
          </Card>
        </div>
      </div>
    </main>
  );
}

type User = NonNullable<UserPageData['user']>;

/** An owner holds more than everybody who may not give roles; the API refuses to change who holds more. */
function mayTouch(user: Pick<User, 'platformRole'>, can: { roles: boolean }): boolean {
  return user.platformRole !== 'OWNER' || can.roles;
}

function UserHeader({ user, canChange }: { user: User; canChange: boolean }) {
  const ask = (confirm: string) => paths.user(user.id, { confirm });
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

type Entries = NonNullable<UserPageData['auditEntries']>['nodes'] | null;

function Actions({ userId, entries }: { userId: string; entries: Entries }) {
  if (entries === null) return <FailedWidget title="Latest actions" source="Security" heading="h2" />;
  return (
    <Card>
      <CardHead as="h2" title="Latest actions">
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
