import type { z } from 'zod';
import { InvalidInputError } from './errors.ts';

/**
 * Validates input with a zod schema and returns its parsed form. Throws `InvalidInputError` (`BAD_INPUT`) with one
 * entry per wrong field, each path starting at the argument name (`['input', 'slug']`).
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown, argument = 'input'): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) {
    return result.data;
  }
  throw new InvalidInputError(
    result.error.issues.map((issue) => ({
      code: 'BAD_INPUT',
      message: issue.message,
      field: [argument, ...issue.path.map(String)],
    })),
  );
}
