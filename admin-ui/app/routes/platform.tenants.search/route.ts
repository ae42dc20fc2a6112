import type { LoaderFunctionArgs } from '@remix-run/node';
import { searchTenants } from '#app/lib/find-tenants.server.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';

/** Tenants whose name or slug contains the text, or whose id it is, for fields that choose one: `?q=`. */
export async function loader(args: LoaderFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'tenants:read');
  const text = new URL(args.request.url).searchParams.get('q') ?? '';
  return { tenants: await searchTenants(gateway, text) };
}
