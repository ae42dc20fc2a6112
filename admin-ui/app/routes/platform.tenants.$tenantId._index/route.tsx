import { parseWithZod } from '@conform-to/zod/v4';
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { useState } from 'react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { useLiveReport } from '#app/components/live-outlet.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import { TenantHealthChangedDocument, type TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { replyWithUserErrors } from '#app/lib/forms.ts';
import { notFound } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { suspendSchema } from '#app/lib/tenant-form.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import { useAnnouncer } from '#app/lib/use-announcer.ts';
import { useLive } from '#app/lib/use-live.ts';
import { AccountSection } from './account-section.tsx';
import { ConfirmReactivate, ConfirmSuspend } from './confirm-status.tsx';
import {
  ReactivateTenantMutation,
  SuspendTenantMutation,
  TenantHealthFragment,
  TenantPageQuery,
} from './documents.ts';
import { EvidenceSection } from './evidence-section.tsx';
import { RiskSection } from './risk-section.tsx';
import { TenantHeader } from './tenant-header.tsx';
import { newerHealth, ranges, readRange, readTenant } from './tenant-data.ts';
import { UsageSection } from './usage-section.tsx';

type Loaded = { tenant: { id: string; name: string } } | undefined;

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.tenant.name ?? 'Tenant'} · Intendant` },
];

export const handle = {
  crumbs: (loaded: Loaded) => [
    { label: 'Tenants', to: paths.tenants() },
    ...(loaded ? [{ label: loaded.tenant.name, to: paths.tenant(loaded.tenant.id) }] : []),
  ],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'tenants:read');
  const range = readRange(new URL(args.request.url).searchParams);
  const can = {
    health: may(caller, 'health:read'),
    billing: may(caller, 'billing:read'),
    audit: may(caller, 'audit:read'),
    write: may(caller, 'tenants:write'),
  };
  const variables = {
    id: args.params['tenantId'] ?? '',
    range: ranges[range].api,
    canHealth: can.health,
    canBilling: can.billing,
    canAudit: can.audit,
  };
  const { tenant } = await gateway.query(TenantPageQuery, variables, { needs: 'tenant' });
  if (!tenant) throw notFound();
  return { tenant: readTenant(tenant, can.billing), range, can };
}

export async function action(args: ActionFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'tenants:write');
  const id = args.params['tenantId'] ?? '';
  const form = await args.request.formData();

  if (form.get('intent') === 'suspend') {
    const submission = parseWithZod(form, { schema: suspendSchema });
    if (submission.status !== 'success') return submission.reply();
    const { suspendTenant } = await gateway.mutate(SuspendTenantMutation, {
      input: { id, ...submission.value },
    });
    if (!suspendTenant.tenant) return replyWithUserErrors(submission, suspendTenant.userErrors, ['reason']);
    return redirectWithToast(
      paths.tenant(id),
      'Tenant suspended',
      `${suspendTenant.tenant.name}. Its data is kept.`,
    );
  }

  if (form.get('intent') === 'reactivate') {
    const submission = parseWithZod(form, { schema: suspendSchema.pick({}) });
    const { reactivateTenant } = await gateway.mutate(ReactivateTenantMutation, { input: { id } });
    if (!reactivateTenant.tenant) return replyWithUserErrors(submission, reactivateTenant.userErrors, []);
    return redirectWithToast(paths.tenant(id), 'Tenant reactivated', `${reactivateTenant.tenant.name}.`);
  }

  throw data('Unknown intent', { status: 400 });
}

export default function TenantPage() {
  const { tenant, range, can } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { health, asOf, status } = useLiveHealth(tenant.id, ranges[range].api, tenant.health, can.health);
  useLiveReport(status, asOf);
  const announced = useAnnouncer(riskAnnouncement(tenant.name, health));
  const confirm = can.write ? search.get('confirm') : null;
  return (
    <main className="page" id="main" tabIndex={-1}>
      {confirm === 'suspend' && tenant.status === 'ACTIVE' ? (
        <ConfirmSuspend tenant={tenant} lastResult={lastResult} />
      ) : null}
      {confirm === 'reactivate' && tenant.status === 'SUSPENDED' ? (
        <ConfirmReactivate tenant={tenant} lastResult={lastResult} />
      ) : null}
      <TenantHeader tenant={tenant} health={health} canWrite={can.write} />
      <p className="sr-only" aria-live="polite">
        {announced}
      </p>
      {!can.health ? null : health === null ? (
        <FailedWidget title="Health" source="Health" heading="h2" />
      ) : (
        <>
          <RiskSection tenant={tenant} health={health} />
          <UsageSection tenantId={tenant.id} health={health} range={range} />
          <EvidenceSection health={health} />
        </>
      )}
      <AccountSection tenant={tenant} health={health} can={can} />
    </main>
  );
}

/** The loaded health with live changes merged in; a change of range starts again from what was loaded. */
function useLiveHealth(
  id: string,
  range: 'H24' | 'D7' | 'D30' | 'D90' | 'H1',
  loaded: TenantHealthPartFragment | null,
  isEnabled: boolean,
) {
  const [live, setLive] = useState<{ key: string; health: TenantHealthPartFragment } | null>(null);
  const key = `${id} ${range}`;
  const status = useLive(
    TenantHealthChangedDocument,
    { id, range },
    ({ tenantHealthChanged }) => {
      const changed = readFragment(TenantHealthFragment, tenantHealthChanged?.health) ?? null;
      if (changed === null) return;
      setLive((known) => ({
        key,
        health: (known?.key === key ? newerHealth(known.health, changed) : changed) ?? changed,
      }));
    },
    isEnabled,
  );
  const health = newerHealth(loaded, live?.key === key ? live.health : null);
  return { health, status, asOf: health?.asOf ?? new Date(0).toISOString() };
}

function riskAnnouncement(name: string, health: TenantHealthPartFragment | null): string {
  if (health === null) return '';
  const { isAtRisk, clauses } = health.risk;
  return isAtRisk
    ? `${name} is at risk, ${clauses.length === 1 ? '1 clause' : `${clauses.length} clauses`}.`
    : `${name} is not at risk.`;
}

export function ErrorBoundary() {
  return <ErrorPanel thing="tenant" backTo={paths.tenants()} backLabel="Open the tenants" />;
}
