export type Theme = 'light' | 'dark';

const NAME = 'intendant-theme';
const YEAR_SECONDS = 31_536_000;

/** What a form or a menu says about the theme; anything but the two follows the system. */
export function readChoice(value: unknown): Theme | null {
  return value === 'light' || value === 'dark' ? value : null;
}

/** The choice kept in a `Cookie` header; null follows the system. */
export function themeIn(cookies: string | null): Theme | null {
  const [, value] = new RegExp(`(?:^|;\\s*)${NAME}=([^;]*)`).exec(cookies ?? '') ?? [];
  return readChoice(value);
}

/**
 * The cookie that keeps a choice. Its value is a plain word because the browser writes it too: what is chosen there
 * is kept before it shows, however soon the page is left.
 */
export function themeCookie(theme: Theme | null): string {
  return `${NAME}=${theme ?? ''}; Path=/; Max-Age=${theme === null ? 0 : YEAR_SECONDS}; SameSite=Lax`;
}
