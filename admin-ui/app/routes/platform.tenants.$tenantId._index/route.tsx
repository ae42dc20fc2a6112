import { data } from '@remix-run/node';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { useLiveReport } from '#app/components/live-outlet.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { forbidden, notFound } from '#app/lib/gateway.server.ts';
import { plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { settlePayment } from '#app/lib/settle-payment.server.ts';
import { useAnnouncer } from '#app/lib/use-announcer.ts';
import { cancelSubscription, changePlan, convertTrial } from './change/change-billing.server.ts';
import { reactivateOne, suspendOne } from './change/change-tenant.server.ts';
import { Confirmation } from './change/confirmation.tsx';
import { loadTenant } from './load-tenant.server.ts';
import { readTab, tabsFor, tenantTabs } from './tabs.ts';
import { TabContent } from './tab-content.tsx';
import { TenantHeader } from './head/tenant-header.tsx';
import { TenantTabs } from './head/tenant-tabs.tsx';
import { useLiveHealth } from './use-live-health.ts';

type Loaded = { tenant: { id: string; name: string }; tab: string } | undefined;

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => {
  const tab = tenantTabs.find(({ key }) => key === loaded?.tab);
  const place = tab === undefined || tab.key === 'overview' ? '' : `, ${tab.label.toLowerCase()}`;
  return [{ title: `${loaded?.tenant.name ?? 'Tenant'}${place} · Intendant` }];
};

export const handle = {
  crumbs: (loaded: Loaded) => [
    { label: 'Tenants', to: paths.tenants() },
    ...(loaded ? [{ label: loaded.tenant.name, to: paths.tenant(loaded.tenant.id) }] : []),
  ],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'tenants:read');
  const search = new URL(args.request.url).searchParams;
  const tab = readTab(search);
  const tabs = tabsFor(caller);
  if (!tabs.includes(tab)) throw forbidden();
  const can = {
    health: may(caller, 'health:read'),
    billing: may(caller, 'billing:read'),
    audit: may(caller, 'audit:read'),
    users: may(caller, 'users:read'),
    keys: may(caller, 'keys:read'),
    write: may(caller, 'tenants:write'),
    bill: may(caller, 'billing:write'),
    incidents: may(caller, 'incidents:write'),
  };
  const loaded = await loadTenant(gateway, { id: args.params['tenantId'] ?? '', tab, search, can });
  if (loaded === null) throw notFound();
  return { ...loaded, tab, tabs, can, now: Date.now() };
}

export async function action(args: ActionFunctionArgs) {
  const id = args.params['tenantId'] ?? '';
  const form = await args.request.formData();
  switch (form.get('intent')) {
    case 'suspend':
      return suspendOne((await requireCaller(args, 'platform:read', 'tenants:write')).gateway, id, form);
    case 'reactivate':
      return reactivateOne((await requireCaller(args, 'platform:read', 'tenants:write')).gateway, id, form);
    case 'change-plan':
      return changePlan((await requireCaller(args, 'platform:read', 'billing:write')).gateway, id, form);
    case 'cancel-subscription':
      return cancelSubscription(
        (await requireCaller(args, 'platform:read', 'billing:write')).gateway,
        id,
        form,
      );
    case 'convert-trial':
      return convertTrial((await requireCaller(args, 'platform:read', 'billing:write')).gateway, id, form);
    case 'settle':
      return settlePayment(
        (await requireCaller(args, 'platform:read', 'billing:write')).gateway,
        form,
        `${paths.tenantTab(id, 'plan')}#payments`,
      );
    default:
      await requireCaller(args, 'platform:read', 'tenants:read');
      throw data('Unknown intent', { status: 400 });
  }
}

export default function TenantPage() {
  const loaded = useLoaderData<typeof loader>();
  const { tenant, tab, tabs, can, liveVariables } = loaded;
  const lastResult = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { health, asOf, status } = useLiveHealth(liveVariables, tenant.health, can.health);
  useLiveReport(status, asOf);
  const announced = useAnnouncer(riskAnnouncement(tenant.name, health));
  return (
    <main className="page tenant-page" id="main" tabIndex={-1}>
      <Confirmation
        confirm={search.get('confirm')}
        tenant={tenant}
        content={loaded.content}
        can={can}
        lastResult={lastResult}
      />
      <div className="grid gap-5">
        <TenantHeader tenant={tenant} health={health} can={can} />
        <TenantTabs tenant={tenant} health={health} tab={tab} tabs={tabs} />
      </div>
      <p className="sr-only" aria-live="polite">
        {announced}
      </p>
      <TabContent {...loaded} health={health} />
    </main>
  );
}

function riskAnnouncement(name: string, health: TenantHealthPartFragment | null): string {
  if (health === null) return '';
  const { isAtRisk, clauses } = health.risk;
  return isAtRisk ? `${name} is at risk, ${plural(clauses.length, 'clause')}.` : `${name} is not at risk.`;
}

export function ErrorBoundary() {
  return <ErrorPanel thing="tenant" backTo={paths.tenants()} backLabel="Open the tenants" />;
}
