import { parseWithZod } from '@conform-to/zod/v4';
import { endOf, grantOverrideSchema, readLimit } from './override-form.ts';

test.each([
  ['25,000', 25_000],
  ['25 000', 25_000],
  ['25.000', 25_000],
  ['10 GB', 10_000_000_000],
  ['1.5 TB', 1_500_000_000_000],
  ['0', 0],
])('reads the limit %s', (text, limit) => {
  expect(readLimit(text)).toBe(limit);
});

test.each(['', 'many', '-5', '10 apples', '99999999999999999999'])('refuses %s as a limit', (text) => {
  expect(readLimit(text)).toBeNull();
});

test('an override lasts until the end of its day', () => {
  expect(new Date(endOf('2027-01-31')).toISOString()).toBe('2027-01-31T23:59:59.999Z');
});

test('says everything that is missing at once', () => {
  const submission = parseWithZod(new FormData(), { schema: grantOverrideSchema });

  expect(Object.keys(submission.reply().error ?? {}).sort()).toEqual([
    'entitlementKey',
    'limit',
    'reason',
    'tenantIds',
    'until',
  ]);
});
