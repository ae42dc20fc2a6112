import { join } from 'node:path';
import { loadPersistedDocuments } from '@intendant/gateway/http/persisted-documents';
import { grantablePermissions } from '@intendant/kit/identity/permissions';
import {
  overviewVariables,
  rightsOf,
  sectionsFor,
} from '../../admin-ui/app/routes/platform._index/overview-request.ts';
import { repositoryRoot } from './processes.ts';

/** The operation of /platform with every section, exactly as the admin UI sends it for an owner. */
export function dashboardOperation(): { query: string; variables: Record<string, unknown> } {
  const rights = rightsOf({ permissions: [...grantablePermissions] });
  const variables = overviewVariables(sectionsFor(rights), rights, '24h');
  const file = join(repositoryRoot, 'admin-ui/app/gql/persisted-documents.json');
  const documents = [...loadPersistedDocuments(file).values()];
  const query = documents.find((text) => text.includes('query PlatformOverview('));
  if (query === undefined) {
    throw new Error('The admin UI has no operation PlatformOverview; run npm run generate.');
  }
  return { query, variables };
}
