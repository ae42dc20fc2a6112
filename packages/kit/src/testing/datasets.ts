import { existsSync } from 'node:fs';
import { join } from 'node:path';

const repositoryRoot = join(import.meta.dirname, '../../../..');

/** The folder of a public data set: below `INTENDANT_DATASETS`, which is `../shared/data` beside the repository unless set. */
export function datasetFolder(name: string): string {
  return join(process.env['INTENDANT_DATASETS'] ?? join(repositoryRoot, '../shared/data'), name);
}

/**
 * `describe` for tests over a public data set, which is too large to ship: they are skipped, and counted as skipped,
 * where it is absent. With `CI=true` they run, and fail when it is.
 */
export function describeWithDataset(name: string): typeof describe | typeof describe.skip {
  return existsSync(datasetFolder(name)) || process.env['CI'] === 'true' ? describe : describe.skip;
}
