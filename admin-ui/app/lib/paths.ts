// Every address of the app, so that a link cannot name a page that does not exist.
export const paths = {
  home: () => '/',
  signIn: (redirectTo?: string) =>
    redirectTo === undefined || redirectTo === '/'
      ? '/sign-in'
      : `/sign-in?${new URLSearchParams({ redirectTo })}`,
  signOut: () => '/sign-out',
  theme: () => '/theme',
  platform: (anchor?: string) => (anchor === undefined ? '/platform' : `/platform#${anchor}`),
  tenants: (query: Record<string, string> = {}) => {
    const search = new URLSearchParams(query).toString();
    return search === '' ? '/platform/tenants' : `/platform/tenants?${search}`;
  },
  newTenant: () => '/platform/tenants/new',
  tenant: (id: string, anchor?: string) =>
    `/platform/tenants/${encodeURIComponent(id)}${anchor === undefined ? '' : `#${anchor}`}`,
  tenantConfirm: (id: string, confirm: 'suspend' | 'reactivate') =>
    `/platform/tenants/${encodeURIComponent(id)}?confirm=${confirm}`,
  editTenant: (id: string) => `/platform/tenants/${encodeURIComponent(id)}/edit`,
};

/** Where to go after signing in: a path on this site, or the start page. Anything that could leave the site is refused. */
export function safeRedirect(target: unknown, fallback = paths.home()): string {
  if (typeof target !== 'string' || !/^\/(?![/\\])/.test(target)) return fallback;
  // Control characters are stripped by browsers, which could turn "/\t/evil" into "//evil".
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\\]/.test(target)) return fallback;
  const base = 'http://self.invalid';
  const url = new URL(target, base);
  return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : fallback;
}
