import { themeCookie, themeIn } from './theme.ts';

test('what is kept is what is read, among other cookies', () => {
  const [kept] = themeCookie('dark').split(';');

  expect(themeIn(`session=1; ${kept}; other=dark`)).toBe('dark');
});

test('follows the system when nothing, nothing known or another cookie is kept', () => {
  expect(themeIn(null)).toBeNull();
  expect(themeIn('intendant-theme=purple')).toBeNull();
  expect(themeIn('not-intendant-theme=dark')).toBeNull();
});

test('following the system again forgets the choice', () => {
  expect(themeCookie(null)).toContain('Max-Age=0');
});
