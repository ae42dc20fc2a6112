import { z } from '#app/lib/schema.ts';

/** A name for the list as it is now; one the person uses already is replaced. */
export const saveViewSchema = z.object({
  name: z
    .string({ error: 'Give the view a name.' })
    .trim()
    .min(1, 'Give the view a name.')
    .max(60, 'A name has at most 60 characters.'),
});
