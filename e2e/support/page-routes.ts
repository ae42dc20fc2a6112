import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './processes.ts';

/**
 * Addresses of everything the admin UI serves under /platform, from the names of its route folders (Remix's flat
 * routes): pages, resources and downloads. Parameters are an id that names nothing, unless given.
 */
export function platformRoutes(parameters: Readonly<Record<string, string>> = {}): string[] {
  const folders = readdirSync(join(repositoryRoot, 'admin-ui/app/routes'))
    .filter((name) => name === 'platform' || name.startsWith('platform.'))
    // What catches addresses that do not exist: there is nothing to refuse.
    .filter((name) => !name.endsWith('.$'));
  const paths = folders.map((folder) => {
    // [.] is a dot of the address.
    const segments = folder.replaceAll('[.]', '\0').split('.');
    return `/${segments
      .filter((segment) => !segment.startsWith('_'))
      .map((segment) => segmentOf(segment, parameters))
      .join('/')
      .replaceAll('\0', '.')}`;
  });
  return [...new Set(paths)].sort();
}

function segmentOf(segment: string, parameters: Readonly<Record<string, string>>): string {
  if (!segment.startsWith('$')) {
    return segment;
  }
  return parameters[segment.slice(1)] ?? '00000000-0000-4000-8000-000000000000';
}
