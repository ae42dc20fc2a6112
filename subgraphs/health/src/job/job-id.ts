import { z } from 'zod';

const greatest = 2n ** 63n - 1n;

/** The id of a job or of its run: a positive number of 64 bits, as text. */
export const jobIdSchema = z
  .string()
  .refine((id) => /^[1-9]\d{0,18}$/.test(id) && BigInt(id) <= greatest, 'must be an id');

/** Where a page of a list that is ordered by id ended. */
export const jobCursorSchema = z.tuple([jobIdSchema]);

/** The name of a job to filter by. PostgreSQL's text holds every character but NUL. */
export const jobNameSchema = z
  .string()
  .max(200)
  .refine((text) => !text.includes('\0'), 'must not contain NUL')
  .nullish();
