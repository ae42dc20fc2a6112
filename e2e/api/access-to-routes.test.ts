import { instances } from '../support/api-client.ts';
import { aSession, aTenant, aUser, type ATenant } from '../support/builders.ts';
import { OpenApiChecker } from '../support/openapi.ts';
import { permissionsOf, platformRoles } from '../support/platform-roles.ts';
import { platformRoutes } from '../support/page-routes.ts';

const tenantRoles = ['OWNER', 'ADMIN', 'BILLING', 'VIEWER'];

/** What a caller of the platform needs for a page or a resource, beside belonging to the platform. */
const neededFor: Readonly<Record<string, readonly string[]>> = {
  '/platform': [],
  '/platform/settings': [],
  '/platform/tenants': ['tenants:read', 'health:read'],
  '/platform/tenants/directory': ['tenants:read'],
  '/platform/tenants/new': ['tenants:write'],
  '/platform/tenants/{id}': ['tenants:read'],
  '/platform/tenants/{id}/edit': ['tenants:write'],
  '/platform/users': ['users:read'],
  '/platform/admins': ['users:read'],
  '/platform/audit-logs': ['audit:read'],
  '/platform/audit-logs/sign-in-failures': ['audit:read'],
  '/platform/system-metrics': ['health:read'],
  '/platform/system-metrics/dead-letters': ['health:read'],
  '/platform/enforcement': ['billing:read'],
  '/platform/incidents': ['health:read'],
  '/platform/incidents/new': ['incidents:write'],
  '/api/platform/overview': [],
  '/api/platform/tenants': ['health:read'],
  '/api/platform/tenants/{id}/health': ['tenants:read', 'health:read'],
  '/api/platform/audit-logs': ['audit:read'],
  '/api/platform/enforcement/exceptions': ['billing:read'],
  '/api/platform/incidents': ['health:read'],
};

/** Pages that lead whoever holds these permissions, but not all needed ones, to what they may see. */
const leadsOn: Readonly<Record<string, readonly string[]>> = { '/platform/tenants': ['tenants:read'] };

describe.each(instances())('access to every route, $form', (instance) => {
  let tenant: ATenant;
  let resources: string[];
  let pages: string[];
  const sessions = new Map<string, string>();

  beforeAll(async () => {
    tenant = await aTenant(instance);
    // An id of the caller's own tenant: knowing it makes no difference.
    const { document } = await OpenApiChecker.of(instance);
    resources = Object.keys(document.paths).map((path) => path.replace('{id}', tenant.id));
    pages = platformRoutes({ tenantId: tenant.id });
    for (const tenantRole of tenantRoles) {
      const user = await aUser(instance, { tenantId: tenant.id, tenantRole });
      sessions.set(tenantRole, await aSession(instance, user));
    }
  }, 60_000);

  /** As a browser with this session asks, from a page of the same origin. */
  function visit(path: string, session: string | null, init: RequestInit = {}): Promise<Response> {
    return fetch(`${instance.url}${path}`, {
      redirect: 'manual',
      ...init,
      headers: {
        accept: 'text/html,application/json',
        origin: instance.url,
        ...(session !== null && {
          cookie: `__Host-intendant-session=${session}; intendant-session=${session}`,
        }),
      },
    });
  }

  async function statuses(
    paths: readonly string[],
    session: string | null,
    init?: RequestInit,
  ): Promise<Record<string, number>> {
    const answers: Record<string, number> = {};
    for (const path of paths) {
      const response = await visit(path, session, init);
      answers[path] = response.status;
      // A refusal says nothing about what it keeps.
      expect(await response.text()).not.toContain(tenant.name);
    }
    return answers;
  }

  const all = (paths: readonly string[], status: unknown): Record<string, unknown> =>
    Object.fromEntries(paths.map((path) => [path, status]));

  it('knows the routes there are', () => {
    expect(pages).toEqual(
      expect.arrayContaining(['/platform', '/platform/tenants', `/platform/tenants/${tenant.id}`]),
    );
    expect(pages.length).toBeGreaterThan(15);
    expect(resources).toContain('/api/platform/overview');
  });

  it('sends nobody to sign in first, and no program anywhere', async () => {
    expect(await statuses(pages, null)).toEqual(all(pages, 302));
    expect(await statuses(resources, null)).toEqual(all(resources, 401));
    for (const page of pages) {
      const location = (await visit(page, null)).headers.get('location');
      expect(location).toMatch(/^\/sign-in(\?|$)/);
    }
  });

  it.each(tenantRoles)('refuses every page and resource to a tenant’s %s', async (role) => {
    const session = sessions.get(role) ?? '';

    expect(await statuses(pages, session)).toEqual(all(pages, 403));
    expect(await statuses(resources, session)).toEqual(all(resources, 403));
  });

  it('refuses a tenant’s owner what a form would send, and the data behind a page', async () => {
    const session = sessions.get('OWNER') ?? '';
    const form = { method: 'POST', body: new URLSearchParams({ intent: 'suspend', reason: 'x' }) };
    const data = pages.map((page) => `${page}.data`);

    const answers = await statuses(pages, session, form);
    const loaded = await statuses(data, session);

    // 405 where a page takes no form.
    expect(answers).toEqual(
      Object.fromEntries(Object.entries(answers).map(([path, status]) => [path, status === 405 ? 405 : 403])),
    );
    expect(Object.values(loaded).filter((status) => status < 400)).toEqual([]);
  });

  it.each(platformRoles)(
    'lets a platform %s see what the role is for, and nothing else',
    async (platformRole) => {
      const held: readonly string[] = permissionsOf[platformRole];
      const session = await aSession(instance, await aUser(instance, { platformRole }));

      for (const [template, needed] of Object.entries(neededFor)) {
        const path = template.replace('{id}', tenant.id);
        const holds = (permissions: readonly string[]) => permissions.every((each) => held.includes(each));
        const isLedOn = template in leadsOn && holds(leadsOn[template] ?? []);
        const { status } = await visit(path, session);
        const expected = holds(needed) ? 200 : isLedOn ? 302 : 403;
        expect([platformRole, path, status]).toEqual([platformRole, path, expected]);
      }
    },
  );

  it('shows support the tenants without what billing knows, also by an address made by somebody else', async () => {
    const session = await aSession(instance, await aUser(instance, { platformRole: 'SUPPORT' }));
    const search = `q=${tenant.slug}&plan=free&trial=true&sort=MRR`;

    const [list, file] = await Promise.all(
      [`/platform/tenants?${search}`, `/platform/tenants/export.csv?${search}`].map((path) =>
        visit(path, session),
      ),
    );

    expect([list?.status, file?.status]).toEqual([200, 200]);
    expect(await list?.text()).toContain(tenant.name);
    const csv = await file?.text();
    expect(csv).toContain(tenant.slug);
    expect(csv).not.toMatch(/plan|mrr|currency|trial/);
  });
});
