import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { describeAction, describeTargetType } from '#app/components/audit-text.ts';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { Card, CardHead, Facts } from '#app/components/ui/card.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { formatExact } from '#app/lib/format-time.ts';
import { plural, UNKNOWN } from '#app/lib/format.ts';
import { notFound } from '#app/lib/gateway.server.ts';
import { useTimeZone } from '#app/lib/now.tsx';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { differenceOf, type Difference } from './difference.ts';
import { AuditEntryQuery } from './documents.ts';

export const meta: MetaFunction = () => [{ title: 'Audit entry · Intendant' }];

type Loaded = { entry: { id: string; action: string } } | undefined;

export const handle = {
  crumbs: (loaded: Loaded) => [
    { label: 'Audit log', to: paths.auditLog() },
    ...(loaded ? [{ label: loaded.entry.action, to: paths.auditEntry(loaded.entry.id) }] : []),
  ],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'audit:read');
  const { auditEntry } = await gateway.query(
    AuditEntryQuery,
    { id: args.params['entryId'] ?? '', canTenants: may(caller, 'tenants:read') },
    { needs: 'auditEntry' },
  );
  if (!auditEntry) throw notFound();
  return { entry: auditEntry };
}

const kindWords = { USER: 'Person', API_KEY: 'API key', SERVICE: 'System' } as const;

export default function AuditEntryPage() {
  const { entry } = useLoaderData<typeof loader>();
  const zone = useTimeZone();
  const differences = differenceOf(entry.before, entry.after);
  const changed = differences.filter((each) => each.isChanged).length;
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">{describeAction({ action: entry.action })}</h1>
            <p className="mt-1 text-ink-2">
              {entry.actorName ? `${entry.actorName} as ${entry.callerName}` : entry.callerName}:{' '}
              {entry.targetName ?? entry.targetId}, <RelativeTime at={entry.at} isFocusable />
            </p>
          </div>
        </div>
        <div className="grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
          <Card className="self-start tablet:col-span-2">
            <CardHead
              as="h2"
              title="What changed"
              sub={differences.length === 0 ? undefined : plural(changed, 'field')}
            />
            {differences.length === 0 ? (
              <p className="card-body text-ink-2">This action keeps no state before or after.</p>
            ) : (
              <DifferenceTable differences={differences} />
            )}
          </Card>
          <Card>
            <CardHead as="h2" title="Entry" />
            <div className="card-body">
              <Facts
                rows={[
                  {
                    name: 'When',
                    value: <time dateTime={entry.at}>{formatExact(new Date(entry.at), zone)}</time>,
                  },
                  { name: 'Action', value: <code>{entry.action}</code> },
                  {
                    name: 'By',
                    value: <Link to={paths.auditLog({ caller: entry.callerId })}>{entry.callerName}</Link>,
                  },
                  { name: 'Caller', value: kindWords[entry.callerKind] },
                  ...(entry.actorName ? [{ name: 'Really acted', value: entry.actorName }] : []),
                  {
                    name: 'Target',
                    value: (
                      <Link to={paths.auditLog({ targetId: entry.targetId })}>
                        {entry.targetName ?? entry.targetId}
                      </Link>
                    ),
                  },
                  { name: 'Type', value: describeTargetType(entry.targetType) },
                  {
                    name: 'Tenant',
                    value: entry.tenant ? (
                      <Link to={paths.tenant(entry.tenant.id)}>{entry.tenant.name ?? entry.tenant.id}</Link>
                    ) : (
                      UNKNOWN
                    ),
                  },
                  { name: 'Request', value: <code className="break-all">{entry.requestId}</code> },
                ]}
              />
            </div>
          </Card>
        </div>
      </div>
    </main>
  );
}

function DifferenceTable({ differences }: { differences: Difference[] }) {
  return (
    <CardTable
      label="State before and after"
      head={
        <>
          <HeadCell>Field</HeadCell>
          <HeadCell>Before</HeadCell>
          <HeadCell>After</HeadCell>
        </>
      }
    >
      {differences.map(({ name, before, after, isChanged }) => (
        <Row key={name}>
          <Cell className="full">
            <code className={isChanged ? 'font-medium' : 'text-ink-3'}>{name}</code>
          </Cell>
          <Cell label="Before" className="break-words text-ink-2">
            {isChanged && before !== null ? <del>{before}</del> : (before ?? UNKNOWN)}
          </Cell>
          <Cell label="After" className={`break-words ${isChanged ? '' : 'text-ink-2'}`}>
            {isChanged && after !== null ? <ins className="no-underline">{after}</ins> : (after ?? UNKNOWN)}
          </Cell>
        </Row>
      ))}
    </CardTable>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel thing="audit entry" backTo={paths.auditLog()} backLabel="Open the audit log" />;
}
