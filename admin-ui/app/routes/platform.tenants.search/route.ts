import type { LoaderFunctionArgs } from '@remix-run/node';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { TenantSearchQuery } from './documents.ts';

/** Tenants whose name or slug contains the text, or whose id it is, for fields that choose one: `?q=`. */
export async function loader(args: LoaderFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'tenants:read');
  const query = (new URL(args.request.url).searchParams.get('q') ?? '').trim().slice(0, 200);
  if (query === '') return { tenants: [] };
  const { tenants } = await gateway.query(TenantSearchQuery, { query });
  return { tenants: tenants?.nodes ?? [] };
}
