import { cachedSection } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { InvariantError } from '@intendant/kit/errors';
import type { HealthContext } from '../context.ts';

/**
 * Bytes of the control database with its indexes, at most a minute old: the server looks at every one of its files, and
 * nothing that is announced changes the size by much. Whoever calls authorises.
 */
export async function databaseSize(ctx: HealthContext): Promise<number> {
  const { bytes } = await cachedSection(ctx, {
    key: 'databaseSize',
    compute: async ({ em }: HealthContext) => {
      const [row] = await executeSql<{ bytes: number }>(
        em,
        'select pg_database_size(current_database())::double precision as bytes',
      );
      if (!row) {
        throw new InvariantError('A function returned no row.');
      }
      return row;
    },
  });
  return bytes;
}
