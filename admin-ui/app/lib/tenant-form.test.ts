import { createTenantSchema, suggestSlug, suspendSchema } from './tenant-form.ts';

const valid = { name: 'Orchestre du Léman', contactEmail: 'office@leman.example' };

test.each([
  ['Orchestre du Léman', 'orchestre-du-leman'],
  ['Øresund Strings & Co.', 'oresund-strings-co'],
  ['  Straße 7  ', 'strasse-7'],
  ['日本', ''],
])('suggests for %p the slug %p', (name, slug) => {
  expect(suggestSlug(name)).toBe(slug);
});

test('makes the slug from the name when it is left empty', () => {
  expect(createTenantSchema.parse(valid)).toEqual({ ...valid, slug: 'orchestre-du-leman' });
});

test('keeps a slug that was written, in lower case', () => {
  expect(createTenantSchema.parse({ ...valid, slug: 'Leman' }).slug).toBe('leman');
});

test.each(['ab', '-leman', 'leman-', 'le man', 'x'.repeat(64)])('refuses the slug %p', (slug) => {
  const result = createTenantSchema.safeParse({ ...valid, slug });

  expect(result.error?.issues[0]?.path).toEqual(['slug']);
});

test('asks for a slug when the name gives none', () => {
  const result = createTenantSchema.safeParse({ ...valid, name: '日本楽団' });

  expect(result.error?.issues[0]).toMatchObject({ path: ['slug'] });
});

test('asks for the whole e-mail address', () => {
  const result = createTenantSchema.safeParse({ ...valid, contactEmail: 'office@leman' });

  expect(result.error?.issues[0]?.message).toContain('whole address');
});

test('wants a reason of at least three characters for a suspension', () => {
  expect(suspendSchema.safeParse({ reason: ' x ' }).success).toBe(false);
  expect(suspendSchema.parse({ reason: ' unpaid ' })).toEqual({ reason: 'unpaid' });
});
