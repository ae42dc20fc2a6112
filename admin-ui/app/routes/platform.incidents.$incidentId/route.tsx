import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { Check, RotateCcw } from 'lucide-react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { severityStates, severityWords, statusWords } from '#app/components/incident-words.ts';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { Card, CardHead, Facts } from '#app/components/ui/card.tsx';
import { ElapsedTime, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Badge, Status } from '#app/components/ui/status.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import type { IncidentPartFragment } from '#app/gql/graphql.ts';
import { plural } from '#app/lib/format.ts';
import { intentResult } from '#app/lib/forms.ts';
import { notFound } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { IncidentFragment, IncidentPageQuery } from './documents.ts';
import { loadLeaders } from './load-leaders.server.ts';
import { NoteForm } from './note-form.tsx';
import { ConfirmReopen, ConfirmResolve } from './confirm-end.tsx';
import { Timeline } from './timeline.tsx';
import { readTimelineList } from './timeline-list.ts';
import { UpdateForm } from './update-form.tsx';
import { useLiveIncident } from './use-live-incident.ts';
import { workOnIncident } from './work-on-incident.server.ts';

type Loaded = { incident: { id: string; number: number; title: string } } | undefined;

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded ? `#${loaded.incident.number} ${loaded.incident.title}` : 'Incident'} · Intendant` },
];

export const handle = {
  crumbs: (loaded: Loaded) => [
    { label: 'Incidents', to: paths.incidents() },
    ...(loaded
      ? [{ label: `Incident ${loaded.incident.number}`, to: paths.incident(loaded.incident.id) }]
      : []),
  ],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'health:read');
  const can = {
    canTenants: may(caller, 'tenants:read'),
    canUsers: may(caller, 'users:read'),
  };
  const id = args.params['incidentId'] ?? '';
  const canWrite = may(caller, 'incidents:write');
  const list = readTimelineList(id, new URL(args.request.url).searchParams);
  const after = list.trail.at(-1) ?? null;
  const [{ incident }, leaders] = await Promise.all([
    gateway.query(IncidentPageQuery, { id, after, ...can }, { needs: 'incident' }),
    can.canUsers && canWrite ? loadLeaders(gateway) : null,
  ]);
  const part = readFragment(IncidentFragment, incident);
  if (!part) throw notFound();
  return { incident: part, list, leaders, variables: { id: part.id, after, ...can }, canWrite };
}

export async function action(args: ActionFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'incidents:write');
  return workOnIncident(gateway, args.params['incidentId'] ?? '', await args.request.formData());
}

export default function IncidentPage() {
  const loaded = useLoaderData<typeof loader>();
  const { leaders, list, variables, canWrite } = loaded;
  const lastResult = useActionData<typeof action>();
  const [search] = useSearchParams();
  const incident = useLiveIncident(loaded.incident, variables);
  const isOpen = incident.status !== 'RESOLVED';
  const confirm = canWrite ? search.get('confirm') : null;
  const resultOf = (intent: string) => intentResult(lastResult, intent);
  const tenants = incident.tenants ?? [];
  return (
    <main className="page" id="main" tabIndex={-1}>
      {confirm === 'resolve' && isOpen ? (
        <ConfirmResolve incident={incident} lastResult={resultOf('resolve')} />
      ) : null}
      {confirm === 'reopen' && !isOpen ? (
        <ConfirmReopen incident={incident} lastResult={resultOf('reopen')} />
      ) : null}
      <div className="section">
        <IncidentHeader incident={incident} canWrite={canWrite} />
        <div className="mt-5 grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
          <div className="grid content-start gap-3 tablet:col-span-2 tablet:gap-4">
            {canWrite ? <NoteForm lastResult={resultOf('note')} /> : null}
            <Timeline incident={incident} list={list} />
          </div>
          <div className="grid content-start gap-3 tablet:gap-4">
            {canWrite && isOpen ? (
              <UpdateForm incident={incident} leaders={leaders} lastResult={resultOf('update')} />
            ) : null}
            <ConcernedTenants tenants={tenants} count={incident.tenantCount} />
          </div>
        </div>
      </div>
    </main>
  );
}

function IncidentHeader({ incident, canWrite }: { incident: IncidentPartFragment; canWrite: boolean }) {
  const isOpen = incident.status !== 'RESOLVED';
  return (
    <div className="page-head">
      <div className="grow">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="page-title">{incident.title}</h1>
          <Badge state={severityStates[incident.severity]}>{severityWords[incident.severity]}</Badge>
          <Status state={isOpen ? 'info' : 'ok'}>{statusWords[incident.status]}</Status>
        </div>
        <p className="page-meta" role="status">
          <span>Incident {incident.number}</span>
          <span>Lead {incident.leadName ?? 'nobody'}</span>
          <span>
            Opened <RelativeTime at={incident.openedAt} isFocusable /> by {incident.openedBy}
          </span>
          {incident.resolvedAt ? (
            <span>
              Resolved <RelativeTime at={incident.resolvedAt} isFocusable />
            </span>
          ) : (
            <span>
              Open for <ElapsedTime since={incident.openedAt} />
            </span>
          )}
        </p>
      </div>
      {canWrite ? (
        <div className="page-actions">
          {isOpen ? (
            <ButtonLink
              id="resolve"
              kind="primary"
              to={paths.incident(incident.id, { confirm: 'resolve' })}
              preventScrollReset
            >
              <Check className="icon icon-s" aria-hidden />
              Resolve…
            </ButtonLink>
          ) : (
            <ButtonLink
              id="reopen"
              to={paths.incident(incident.id, { confirm: 'reopen' })}
              preventScrollReset
            >
              <RotateCcw className="icon icon-s" aria-hidden />
              Open again…
            </ButtonLink>
          )}
        </div>
      ) : null}
    </div>
  );
}

type ConcernedProps = { tenants: readonly { id: string; name: string; slug: string }[]; count: number };

function ConcernedTenants({ tenants, count }: ConcernedProps) {
  return (
    <Card>
      <CardHead as="h2" title="Tenants concerned" sub={count === 0 ? undefined : plural(count, 'tenant')} />
      <div className="card-body">
        {count === 0 ? (
          <p className="text-ink-2">The platform as a whole.</p>
        ) : (
          <Facts
            className="names"
            rows={tenants.map((tenant) => ({
              name: tenant.slug,
              value: <Link to={paths.tenant(tenant.id)}>{tenant.name}</Link>,
            }))}
          />
        )}
      </div>
    </Card>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel thing="incident" backTo={paths.incidents()} backLabel="Open the incidents" />;
}
