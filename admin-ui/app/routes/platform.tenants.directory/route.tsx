import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Plus } from 'lucide-react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ListPager } from '#app/components/list-pager.tsx';
import { ListToolbar } from '#app/components/list-toolbar.tsx';
import { isNarrowed, NothingMatches } from '#app/components/nothing-matches.tsx';
import { TenantStatusLabel } from '#app/components/tenant-status.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { TenantDirectoryQuery as DirectoryData } from '#app/gql/graphql.ts';
import { formatMoney, plural, UNKNOWN } from '#app/lib/format.ts';
import { readListAddress, type ListAddress } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { TenantDirectoryQuery } from './documents.ts';
import { directoryList, directoryVariables } from './directory-list.ts';

export const meta: MetaFunction = () => [{ title: 'Tenants · Intendant' }];

export const handle = { crumbs: () => [{ label: 'Tenants', to: paths.tenants() }] };

/** The tenants for roles that may not read how they fare: who they are, and for billing what they pay. */
export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'tenants:read');
  const list = readListAddress(directoryList, new URL(args.request.url).searchParams);
  const canBilling = may(caller, 'billing:read');
  const { tenants } = await gateway.query(TenantDirectoryQuery, directoryVariables(list, canBilling));
  return { list, page: tenants ?? null, canBilling, canWrite: may(caller, 'tenants:write') };
}

export default function TenantDirectory() {
  const { list, page, canBilling, canWrite } = useLoaderData<typeof loader>();
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Tenants</h1>
            <p className="mt-1 text-ink-2" role="status">
              {page === null
                ? 'The list is not available.'
                : isNarrowed(list)
                  ? `${plural(page.totalCount, 'tenant matches', 'tenants match')}.`
                  : `${plural(page.totalCount, 'tenant')}.`}
            </p>
          </div>
          {canWrite ? (
            <div className="page-actions">
              <ButtonLink kind="primary" to={paths.newTenant()}>
                <Plus className="icon icon-s" aria-hidden />
                Create tenant
              </ButtonLink>
            </div>
          ) : null}
        </div>
        <ListToolbar spec={directoryList} list={list} label="Tenants" placeholder="Name, slug or id" />
        {page === null ? (
          <FailedWidget title="Tenants" source="Tenants" heading="h2" />
        ) : page.nodes.length === 0 ? (
          <div className="card">
            {isNarrowed(list) ? (
              <NothingMatches spec={directoryList} list={list} thing="tenant" />
            ) : (
              <EmptyState as="h2" hasStaff title="No tenants yet">
                A tenant is one customer: its own people, plan, limits and data.
              </EmptyState>
            )}
          </div>
        ) : (
          <DirectoryTable page={page} list={list} canBilling={canBilling} />
        )}
      </div>
    </main>
  );
}

type DirectoryTableProps = {
  page: NonNullable<DirectoryData['tenants']>;
  list: ListAddress<'NAME'>;
  canBilling: boolean;
};

function DirectoryTable({ page, list, canBilling }: DirectoryTableProps) {
  return (
    <div className="card">
      <CardTable
        label="Tenants"
        head={
          <>
            <HeadCell>Name</HeadCell>
            <HeadCell>Status</HeadCell>
            {canBilling ? (
              <>
                <HeadCell>Plan</HeadCell>
                <HeadCell>Payments</HeadCell>
                <HeadCell isNumber>MRR</HeadCell>
              </>
            ) : null}
            <HeadCell isNumber>Created</HeadCell>
          </>
        }
      >
        {page.nodes.map((tenant) => (
          <Row key={tenant.id}>
            <Cell className="full">
              <Link className="font-medium" to={paths.tenant(tenant.id)}>
                {tenant.name}
              </Link>
              <div className="wrap-anywhere text-sm text-ink-3">{tenant.slug}</div>
            </Cell>
            <Cell label="Status">
              <TenantStatusLabel status={tenant.status} />
            </Cell>
            {canBilling ? <BillingCells tenant={tenant} /> : null}
            <Cell label="Created" className="num text-ink-2">
              <RelativeTime at={tenant.createdAt} />
            </Cell>
          </Row>
        ))}
      </CardTable>
      <ListPager spec={directoryList} list={list} page={page} />
    </div>
  );
}

type Tenant = DirectoryTableProps['page']['nodes'][number];

/** What billing does not answer for is a dash, and nothing that looks like an answer. */
function BillingCells({ tenant: { subscription, isDelinquent } }: { tenant: Tenant }) {
  const isRunning = subscription?.status === 'ACTIVE' || subscription?.status === 'TRIALING';
  return (
    <>
      <Cell label="Plan">
        {isRunning ? (
          <>
            {subscription.plan.name}
            {subscription.status === 'TRIALING' ? <span className="text-ink-3"> in trial</span> : null}
          </>
        ) : (
          UNKNOWN
        )}
      </Cell>
      <Cell label="Payments">
        {isDelinquent === true ? (
          <Status state="warn">Overdue</Status>
        ) : isDelinquent === false ? (
          <Status state="ok">None overdue</Status>
        ) : (
          UNKNOWN
        )}
      </Cell>
      <Cell label="MRR" className="num">
        {formatMoney(subscription?.mrr)}
      </Cell>
    </>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel />;
}
