import { z } from 'zod';
import { UserError } from '@intendant/kit/errors';
import { connectionArgs, type ConnectionArgs } from '@intendant/kit/pagination';

export interface PageArgs {
  first?: number | null | undefined;
  after?: string | null | undefined;
}

/** A list's arguments with the cursor in the shape of the list's sort key. Throws `UserError('BAD_INPUT')`. */
export function pageOf<S extends z.ZodType>(
  { first = null, after = null }: PageArgs,
  sortKey: S,
): { page: ConnectionArgs; after: z.output<S> | null } {
  const page = connectionArgs({ first, after });
  if (page.after === null) {
    return { page, after: null };
  }
  const parsed = sortKey.safeParse(page.after);
  if (!parsed.success) {
    throw new UserError('BAD_INPUT', 'The cursor is not valid; start again without it.', ['after']);
  }
  return { page, after: parsed.data };
}

/** The sort key of lists ordered by an instant and an id. */
export const instantAndId = z.tuple([z.iso.datetime().transform((text) => new Date(text)), z.guid()]);
