import { paths, safeRedirect } from './paths.ts';

test.each(['/platform', '/platform/tenants?q=a&status=ACTIVE#x'])(
  'returns to %p after signing in',
  (target) => {
    expect(safeRedirect(target)).toBe(target);
  },
);

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  'platform',
  '',
  null,
  42,
])('never leaves the site for %p', (target) => {
  expect(safeRedirect(target)).toBe('/');
});

test('keeps where to return in the address of the sign-in page', () => {
  expect(paths.signIn('/platform/tenants?q=a')).toBe('/sign-in?redirectTo=%2Fplatform%2Ftenants%3Fq%3Da');
});
