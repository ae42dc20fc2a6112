import { z } from 'zod';

const printable = /^\P{Cc}*$/u;

export const tenantNameSchema = z
  .string()
  .trim()
  .min(2, 'Choose a name of 2 to 100 characters.')
  .max(100, 'Choose a name of 2 to 100 characters.')
  .regex(printable, 'Use only printable characters in the name.');

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
