import type { LoaderFunctionArgs } from '@remix-run/node';
import type { PaletteAnswer, PaletteTenant } from '#app/components/palette-entries.ts';
import type { PaletteQuery as PaletteData } from '#app/gql/graphql.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { PaletteDirectoryQuery, PaletteQuery } from './documents.ts';

/** What the command palette finds: `?q=` tenants of that name, else those at risk; `?tenant=` the one shown. */
export async function loader(args: LoaderFunctionArgs): Promise<PaletteAnswer> {
  const { caller, gateway } = await requireCaller(args, 'platform:read');
  const search = new URL(args.request.url).searchParams;
  const query = (search.get('q') ?? '').trim().slice(0, 200);
  const here = search.get('tenant') ?? '';
  // Without it the palette still leads to pages.
  if (!may(caller, 'tenants:read')) return { query, tenants: [], here: null };
  return may(caller, 'health:read') ? findByRisk(gateway, query, here) : findByName(gateway, query, here);
}

async function findByRisk(gateway: Gateway, query: string, here: string): Promise<PaletteAnswer> {
  const data = await gateway.query(PaletteQuery, {
    filter: query === '' ? { isAtRisk: true } : { query },
    here,
    hasHere: here !== '',
  });
  return { query, tenants: readTenants(data.found), here: readTenants(data.here)[0] ?? null };
}

/** Nobody is offered without a search: who is at risk is not theirs to know. */
async function findByName(gateway: Gateway, query: string, here: string): Promise<PaletteAnswer> {
  const data = await gateway.query(PaletteDirectoryQuery, {
    query,
    isSearch: query !== '',
    here,
    hasHere: here !== '',
  });
  const unrated = (tenant: Omit<PaletteTenant, 'riskState'>) => ({ ...tenant, riskState: null });
  return {
    query,
    tenants: (data.found?.nodes ?? []).map(unrated),
    here: data.here ? unrated(data.here) : null,
  };
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
