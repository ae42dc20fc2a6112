import { z } from 'zod';
import { UserError } from './errors.ts';

const defaultFirst = 50;
const maximumFirst = 100;

export interface ConnectionArgs {
  first: number;
  /** The decoded cursor: the sort key of the last item of the previous page. */
  after: readonly unknown[] | null;
}

/** Bounds a list's arguments: 50 by default, at most 100. Throws `UserError('BAD_INPUT')` beyond. */
export function connectionArgs(args: { first?: number | null; after?: string | null }): ConnectionArgs {
  const first = args.first ?? defaultFirst;
  if (!Number.isInteger(first) || first < 1 || first > maximumFirst) {
    throw new UserError('BAD_INPUT', `first must be between 1 and ${maximumFirst}.`, ['first']);
  }
  return { first, after: args.after ? decodeCursor(args.after) : null };
}

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
  return { page, after: page.after && sortKeyIn(page.after, sortKey) };
}

/** What a decoded cursor holds, in the shape of the list's sort key. Throws `UserError('BAD_INPUT')`. */
export function sortKeyIn<S extends z.ZodType>(cursor: readonly unknown[], sortKey: S): z.output<S> {
  const parsed = sortKey.safeParse(cursor);
  if (!parsed.success) {
    throw badCursor();
  }
  return parsed.data;
}

/** The sort key of lists ordered by an instant and an id. */
export const instantAndId = z.tuple([z.iso.datetime().transform((text) => new Date(text)), z.guid()]);

/** An opaque cursor from an item's sort key (strings, numbers, booleans, null; dates become ISO strings). */
export function encodeCursor(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The sort key in a cursor. Throws `UserError('BAD_INPUT')` for anything we did not make. */
export function decodeCursor(cursor: string): readonly unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(values)) {
      return values;
    }
  } catch {
    // Falls through: whatever is wrong with it, the answer is the same.
  }
  throw badCursor();
}

function badCursor(): UserError {
  return new UserError('BAD_INPUT', 'The cursor is not valid; start again without it.', ['after']);
}

export interface Connection<T> {
  edges: { node: T; cursor: string }[];
  nodes: T[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** A Relay connection from up to `first + 1` rows: the extra row only tells that there is a next page. */
export function toConnection<T>(
  rows: readonly T[],
  { first, after }: ConnectionArgs,
  sortKey: (row: T) => readonly unknown[],
): Connection<T> {
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({ node, cursor: encodeCursor(sortKey(node)) }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
