import { z } from '#app/lib/schema.ts';
import { platformRoles } from '#app/components/user-words.ts';

/** A new person; the same bounds as the API's. */
export const createUserSchema = z.object({
  name: z
    .string({ error: 'Write the name.' })
    .trim()
    .min(1, 'Write the name.')
    .max(100, 'Write at most 100 characters.'),
  email: z
    .string({ error: 'Write the e-mail address.' })
    .trim()
    .max(254, 'Write at most 254 characters.')
    .pipe(z.email('This is no e-mail address.')),
  password: z
    .string({ error: 'Write a first password.' })
    .min(12, 'Write at least 12 characters.')
    .max(200, 'Write at most 200 characters.'),
  role: z.enum(platformRoles).optional(),
});
