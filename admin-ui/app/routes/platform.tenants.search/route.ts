import type { LoaderFunctionArgs } from '@remix-run/node';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { TenantSearchQuery } from './documents.ts';

/** Tenants whose name, slug or id contains the text, for fields that choose one: `?q=`. */
export async function loader(args: LoaderFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'tenants:read', 'health:read');
  const query = (new URL(args.request.url).searchParams.get('q') ?? '').trim().slice(0, 200);
  if (query === '') return { tenants: [] };
  const { tenantSummaries } = await gateway.query(TenantSearchQuery, { query });
  return { tenants: (tenantSummaries?.nodes ?? []).map(({ tenant, name }) => ({ id: tenant.id, name })) };
}
