import { z } from 'zod';
import { printableText } from '@intendant/kit/plain-text';

export const tenantNameSchema = printableText('name')
  .trim()
  .min(2, 'Choose a name of 2 to 100 characters.')
  .max(100, 'Choose a name of 2 to 100 characters.');

export const contactEmailSchema = z
  .string()
  .trim()
  .max(254, 'Give an e-mail address of at most 254 characters.')
  .pipe(z.email('Give a valid e-mail address.'));

export const suspensionReasonSchema = z
  .string()
  .trim()
  .min(3, 'Give a reason of 3 to 500 characters.')
  .max(500, 'Give a reason of 3 to 500 characters.');
