import { z } from 'zod';
import { printableText } from '@intendant/kit/plain-text';
import { incidentSeverities } from './incident.entity.ts';

// Neither NUL nor halves of a surrogate pair, which PostgreSQL's JSON refuses with an error.
const anyText = /^[^\0\p{Cs}]*$/u;

export const titleSchema = printableText('title')
  .trim()
  .min(3, 'Choose a title of 3 to 200 characters.')
  .max(200, 'Choose a title of 3 to 200 characters.');

export const severitySchema = z.enum(incidentSeverities);

/** What somebody writes: up to 5000 characters, and no fewer than `minimum`. */
export function textSchema(minimum: number) {
  const message = `Write ${minimum} to 5000 characters.`;
  return z
    .string()
    .trim()
    .min(minimum, message)
    .max(5_000, message)
    .regex(anyText, 'The text holds a character that cannot be stored.');
}

/** Text that may be left out; blank text counts as left out. */
export const optionalTextSchema = textSchema(0)
  .nullish()
  .transform((text) => text || null);

export const tenantIdsSchema = z.array(z.string()).max(100, 'Name at most 100 tenants.');

export const requestKeySchema = printableText('key')
  .min(1, 'Choose a key of 1 to 100 characters.')
  .max(100, 'Choose a key of 1 to 100 characters.');
