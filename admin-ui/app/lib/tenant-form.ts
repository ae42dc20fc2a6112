import { z } from '#app/lib/schema.ts';

/** A subdomain out of a name: `Orchestre du Léman` becomes `orchestre-du-leman`. */
export function suggestSlug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ł', 'l')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
}

const name = z
  .string({ error: 'Give the tenant a name.' })
  .trim()
  .min(2, 'A name has at least 2 characters.')
  .max(100, 'A name has at most 100 characters.');

const slug = z
  .string({ error: 'Give the tenant a slug.' })
  .trim()
  .toLowerCase()
  .min(3, 'A slug has at least 3 characters.')
  .max(63, 'A slug has at most 63 characters.')
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])$/, 'Use a to z, 0 to 9 and hyphens between them.');

const contactEmail = z
  .string({ error: 'Say whom to write to.' })
  .trim()
  .pipe(z.email('Write the whole address, for example office@company.example.'));

/** Left empty, the slug is made from the name, so that it is suggested without JavaScript too. */
export const createTenantSchema = z
  .object({ name, slug: slug.optional(), contactEmail })
  .transform((value, context) => {
    const result = slug.safeParse(value.slug ?? suggestSlug(value.name));
    if (result.success) return { ...value, slug: result.data };
    context.addIssue({
      code: 'custom',
      path: ['slug'],
      message: 'Write a slug; none can be made from this name.',
    });
    return z.NEVER;
  });

/** `before` carries what the form was filled with (`changed-fields.ts`). */
export const editTenantSchema = z.object({ name, slug, contactEmail, before: z.string().optional() });

export const suspendSchema = z.object({
  reason: z
    .string({ error: 'Say why: it is kept in the audit log.' })
    .trim()
    .min(3, 'Write at least 3 characters.')
    .max(500, 'Write at most 500 characters.'),
});
