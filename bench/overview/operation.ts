import { grantablePermissions, type Permission } from '@intendant/kit/identity/permissions';
import { loadPersistedDocuments } from '@intendant/gateway/http/persisted-documents';
import {
  overviewVariables,
  rightsOf,
  sectionsFor,
} from '../../admin-ui/app/routes/platform._index/overview-request.ts';

/** What a key needs to read everything the dashboard shows. */
export const overviewScopes: readonly Permission[] = [
  'platform:read',
  'health:read',
  'billing:read',
  'tenants:read',
  'audit:read',
  'users:read',
];

/** The operation of /platform with every section, exactly as the admin UI sends it for an owner. */
export function overviewOperation(): string {
  const rights = rightsOf({ permissions: [...grantablePermissions] });
  const variables = overviewVariables(sectionsFor(rights), rights, '24h');
  return JSON.stringify({ query: documentOf('query PlatformOverview('), variables });
}

/** What an open dashboard subscribes to for the health of platform and tenants. */
export function dashboardSubscription(): { query: string; variables: Record<string, unknown> } {
  return {
    query: documentOf('subscription PlatformHealthChanged('),
    variables: { canBilling: true, executionsBy: 'EXECUTIONS_24H' },
  };
}

function documentOf(beginning: string): string {
  const file = new URL('../../admin-ui/app/gql/persisted-documents.json', import.meta.url);
  const documents = [...loadPersistedDocuments(file.pathname).values()];
  const query = documents.find((text) => text.includes(beginning));
  if (query === undefined) {
    throw new Error(`The admin UI has no operation “${beginning}…)”; run npm run generate.`);
  }
  return query;
}
