import { z } from 'zod';
import { jobIdSchema } from './job-id.ts';

/** Which dead letters to work on: 1 to 100, each once. */
export const deadLetterIdsSchema = z
  .array(jobIdSchema)
  .min(1, 'Name at least one dead letter.')
  .max(100, 'Name a hundred dead letters at most.')
  .transform((ids) => [...new Set(ids)]);
