import { z } from '#app/lib/schema.ts';

/** Why something was done: kept in the audit log. */
export const reasonSchema = z.object({
  reason: z
    .string({ error: 'Say why: it is kept in the audit log.' })
    .trim()
    .min(3, 'Write at least 3 characters.')
    .max(500, 'Write at most 500 characters.'),
});

/** The same, and the name typed for what cannot be undone. */
export function typedReasonSchema(word: string) {
  return reasonSchema.extend({
    typed: z
      .string({ error: `Type ${word} to confirm.` })
      .trim()
      .refine((value) => value === word, `Type ${word} to confirm.`),
  });
}
