import { z } from 'zod';
import { printableText } from '@intendant/kit/plain-text';

/** An e-mail address in lower case, so that uniqueness and sign-in ignore letter case. At most 254 characters (RFC 5321). */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'The e-mail address must have at most 254 characters.')
  .pipe(z.email('This is not an e-mail address.'));

export const userNameSchema = printableText('name')
  .trim()
  .min(1, 'The name must not be empty.')
  .max(100, 'The name must have at most 100 characters.');
