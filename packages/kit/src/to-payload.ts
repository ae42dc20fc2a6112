import { UserError, type UserErrorEntry } from './errors.ts';

/**
 * Runs a mutation's work and shapes its payload. A `UserError` (validation included) becomes `userErrors` beside
 * `empty`, the payload's fields when nothing was changed; every other error passes through, to be masked and logged.
 */
export async function toPayload<T extends object, E extends object>(
  work: () => Promise<T>,
  empty: E,
): Promise<(T | E) & { userErrors: UserErrorEntry[] }> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (error instanceof UserError) {
      return { ...empty, userErrors: error.toEntries() };
    }
    throw error;
  }
}
