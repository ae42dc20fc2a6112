import type { LoaderFunctionArgs } from '@remix-run/node';
import type { PaletteAnswer, PaletteTenant } from '#app/components/palette-entries.ts';
import type { PaletteQuery as PaletteData } from '#app/gql/graphql.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { PaletteQuery } from './documents.ts';

/** What the command palette finds: `?q=` tenants of that name, else those at risk; `?tenant=` the one shown. */
export async function loader(args: LoaderFunctionArgs): Promise<PaletteAnswer> {
  const { caller, gateway } = await requireCaller(args, 'platform:read');
  const search = new URL(args.request.url).searchParams;
  const query = (search.get('q') ?? '').trim().slice(0, 200);
  const here = search.get('tenant') ?? '';
  // Without these the palette still leads to pages.
  if (!may(caller, 'tenants:read', 'health:read')) return { query, tenants: [], here: null };
  const data = await gateway.query(PaletteQuery, {
    filter: query === '' ? { isAtRisk: true } : { query },
    here,
    hasHere: here !== '',
  });
  return { query, tenants: readTenants(data.found), here: readTenants(data.here)[0] ?? null };
}

function readTenants(page: PaletteData['found'] | undefined): PaletteTenant[] {
  return (page?.nodes ?? []).map(({ tenant, name, slug, status, riskState }) => ({
    id: tenant.id,
    name,
    slug,
    status,
    riskState,
  }));
}
