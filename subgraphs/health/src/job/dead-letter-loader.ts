import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import type { DeadLetter } from '../generated/resolvers.ts';
import { toDeadLetter } from './dead-letter-row.ts';
import { jobIdSchema } from './job-id.ts';
import { readDeadLetters } from './read-dead-letters.ts';

export interface JobLoaders {
  /** Dead letters by id, null for what is none (any more). Authorise before asking. */
  deadLetter: DataLoader<string, DeadLetter | null>;
}

export function createJobLoaders({ em }: { em: EntityManager }): JobLoaders {
  return {
    deadLetter: new DataLoader(
      async (ids) => {
        const possible = ids.filter((id) => jobIdSchema.safeParse(id).success);
        const rows = possible.length > 0 ? await readDeadLetters(em, [...new Set(possible)]) : [];
        const byId = new Map(rows.map((row) => [row.id, toDeadLetter(row)]));
        return ids.map((id) => byId.get(id) ?? null);
      },
      { cache: false },
    ),
  };
}
