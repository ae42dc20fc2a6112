type Query = Readonly<Record<string, string | readonly string[]>>;

/** The address with its parameters; a list repeats its name, as forms send it. */
function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : [...value]).map((one) => [name, one]),
    ),
  ).toString();
  return search === '' ? path : `${path}?${search}`;
}

// Every address of the app, so that a link cannot name a page that does not exist.
export const paths = {
  home: () => '/',
  signIn: (redirectTo?: string) =>
    redirectTo === undefined || redirectTo === '/'
      ? '/sign-in'
      : `/sign-in?${new URLSearchParams({ redirectTo })}`,
  signOut: () => '/sign-out',
  theme: () => '/theme',
  /** Switches the single-key shortcuts on and off. */
  shortcuts: () => '/shortcuts',
  platform: (anchor?: string) => (anchor === undefined ? '/platform' : `/platform#${anchor}`),
  /** The dashboard with another window of its executions ranking. */
  platformExecutions: (window: string) =>
    window === '24h' ? '/platform' : withQuery('/platform', { executions: window }),
  /** One section of the dashboard alone, as data. */
  platformSection: (section: string, executions: string) =>
    withQuery('/platform', { index: '', section, executions }),
  /** What the command palette finds, as data. */
  palette: (query: Query) => withQuery('/platform/palette', query),
  tenants: (query: Query = {}) => withQuery('/platform/tenants', query),
  /** The tenants without how they fare, for roles that may not read it. */
  tenantDirectory: (query: Query = {}) => withQuery('/platform/tenants/directory', query),
  tenantsCsv: (query: Query = {}) => withQuery('/platform/tenants/export.csv', query),
  tenantUsageCsv: (query: Query) => withQuery('/platform/tenants/usage.csv', query),
  tenantSearch: (query: Query) => withQuery('/platform/tenants/search', query),
  /** The question before a change to several tenants: `to`, and each as `id`. */
  tenantsChange: (query: Query = {}) => withQuery('/platform/tenants/change', query),
  newTenant: () => '/platform/tenants/new',
  tenant: (id: string, anchor?: string) =>
    `/platform/tenants/${encodeURIComponent(id)}${anchor === undefined ? '' : `#${anchor}`}`,
  /** A tab of the tenant's page, with its own filters. */
  tenantTab: (id: string, tab: string, query: Query = {}) =>
    withQuery(`/platform/tenants/${encodeURIComponent(id)}`, { tab, ...query }),
  tenantConfirm: (id: string, confirm: 'suspend' | 'reactivate') =>
    `/platform/tenants/${encodeURIComponent(id)}?confirm=${confirm}`,
  editTenant: (id: string) => `/platform/tenants/${encodeURIComponent(id)}/edit`,
  users: (query: Query = {}) => withQuery('/platform/users', query),
  newUser: (query: Query = {}) => withQuery('/platform/users/new', query),
  user: (id: string, query: Query = {}) => withQuery(`/platform/users/${encodeURIComponent(id)}`, query),
  admins: (query: Query = {}) => withQuery('/platform/admins', query),
  auditLog: (query: Query = {}) => withQuery('/platform/audit-logs', query),
  auditLogCsv: (query: Query = {}) => withQuery('/platform/audit-logs/export.csv', query),
  auditEntry: (id: string) => `/platform/audit-logs/${encodeURIComponent(id)}`,
  signInFailures: (query: Query = {}) => withQuery('/platform/audit-logs/sign-in-failures', query),
  systemMetrics: (query: Query = {}, anchor?: string) =>
    `${withQuery('/platform/system-metrics', query)}${anchor === undefined ? '' : `#${anchor}`}`,
  jobRuns: (query: Query = {}) => withQuery('/platform/system-metrics/jobs', query),
  deadLetters: (query: Query = {}) => withQuery('/platform/system-metrics/dead-letters', query),
  enforcement: (query: Query = {}) => withQuery('/platform/enforcement', query),
  newOverride: (query: Query = {}) => withQuery('/platform/enforcement/new', query),
  incidents: (query: Query = {}) => withQuery('/platform/incidents', query),
  incident: (id: string, query: Query = {}) =>
    withQuery(`/platform/incidents/${encodeURIComponent(id)}`, query),
  newIncident: (query: Query = {}) => withQuery('/platform/incidents/new', query),
  settings: (anchor?: string) =>
    anchor === undefined ? '/platform/settings' : `/platform/settings#${anchor}`,
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
