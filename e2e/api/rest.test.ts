import { Validator } from '@seriousme/openapi-schema-validator';
import { anEvent, graphql, instances, rest, sendEvents, type RestAnswer } from '../support/api-client.ts';
import { aKey, anIncident, anOverride, aSession, aTenant, aUser, type ATenant } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { OpenApiChecker } from '../support/openapi.ts';

const failures = 30;
const templates = [
  '/api/platform/overview',
  '/api/platform/tenants',
  '/api/platform/tenants/{id}/health',
  '/api/platform/audit-logs',
  '/api/platform/enforcement/exceptions',
  '/api/platform/incidents',
];

describe.each(instances())('REST, $form', (instance) => {
  let checker: OpenApiChecker;
  let tenant: ATenant;

  beforeAll(async () => {
    checker = await OpenApiChecker.of(instance);
    tenant = await aTenant(instance);
    const failed = { workflow: 'nightly', outcome: 'FAILED', durationMs: 40, errorCode: 'TIMEOUT' };
    await sendEvents(instance, [
      ...Array.from({ length: failures }, () => anEvent({ subject: tenant.id, data: failed })),
      anEvent({ subject: tenant.id, type: 'drift.detected', data: { environment: 'production' } }),
      anEvent({ subject: tenant.id, type: 'credential.failed', data: { credential: 'smtp' } }),
    ]);
    await anOverride(instance, tenant);
    await anIncident(instance, { title: `Failures of ${tenant.slug}`, tenantIds: [tenant.id] });
  }, 60_000);

  const pathOf = (template: string): string => template.replace('{id}', tenant.id);

  /** Asks, and holds the answer against the instance's own description of it. */
  async function get(template: string, query = '', key?: string | null): Promise<RestAnswer> {
    const answer = await rest(instance, `${pathOf(template)}${query}`, key);
    expect(checker.errorsOf(template, answer.status, answer.mediaType, answer.body)).toEqual([]);
    return answer;
  }

  it('describes itself in valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate(checker.document)).toEqual({ valid: true });
    expect(Object.keys(checker.document.paths)).toEqual(templates);
  });

  it.each(templates)('%s answers as its description says, to nobody else’s cache', async (template) => {
    const { status, headers, body } = await get(template);

    expect(status).toBe(200);
    expect(body).not.toHaveProperty('problems');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('ratelimit')).toContain('"requests"');
  });

  it('gives the overview in exactly the agreed shape', async () => {
    const { body } = await get('/api/platform/overview');

    expect(namesOf(body)).toEqual([
      'platform_health',
      'tenants',
      'usage',
      'revenue',
      'security',
      'top_lists',
    ]);
    expect(namesOf(body['platform_health'])).toEqual(['api', 'db', 'jobs', 'queue']);
    expect(namesOf(body['top_lists'])).toEqual([
      'tenants_by_fail_rate_24h',
      'tenants_by_executions_24h',
      'tenants_with_drift_7d',
      'tenants_with_credential_issues_7d',
      'entitlement_exceptions',
      'recent_admin_activity',
      'open_incidents',
    ]);
    expect(body['revenue']).toMatchObject({
      plan_distribution: {
        free: expect.any(Number),
        pro: expect.any(Number),
        agency: expect.any(Number),
        enterprise: expect.any(Number),
      },
    });
    expect(body['security']).toMatchObject({ impersonations_active: null, impersonations_24h: null });
  });

  it('counts what the API counts', async () => {
    const { data } = await graphql<{ fleetHealth: { total: number } }>(instance, '{ fleetHealth { total } }');

    await eventually(async () => {
      const { body } = await get('/api/platform/overview');

      // Other tests add tenants, and executions leave the day while one asks; those of this test are new enough.
      expect((body['tenants'] as { total: number }).total).toBeGreaterThanOrEqual(data.fleetHealth.total);
      expect((body['usage'] as { executions_24h: number }).executions_24h).toBeGreaterThanOrEqual(failures);
    }, 10_000);
  });

  it('finds a tenant, and says why it is at risk', async () => {
    await eventually(async () => {
      const { body } = await get('/api/platform/tenants', `?query=${tenant.slug}&at_risk=true`);

      expect(body).toMatchObject({
        data: [{ id: tenant.id, slug: tenant.slug, is_at_risk: true, failures_24h: 30 }],
        page: { has_next_page: false },
        total_count: 1,
      });
    }, 10_000);
    const { body } = await get('/api/platform/tenants/{id}/health');

    expect(body).toMatchObject({
      id: tenant.id,
      health: {
        risk: { is_at_risk: true, clauses: [{ kind: 'FAILURE_RATE', value: 1, count: 30 }] },
        executions: { executions: 30, failures: 30, failure_rate: 1 },
        workflows: [{ workflow: 'nightly', errors: [{ code: 'TIMEOUT', count: 30 }] }],
        drift: [{ environment: 'production', is_drifted: true }],
        credentials: [{ credential: 'smtp', is_failing: true }],
      },
    });
  });

  it('shows an override as an exception, and filters by state', async () => {
    const query = (status: string) => `?status=${status}&tenant=${tenant.id}`;

    const overrides = await get('/api/platform/enforcement/exceptions', query('override'));
    const above = await get('/api/platform/enforcement/exceptions', query('ABOVE_LIMIT'));

    expect(overrides.body).toMatchObject({
      data: [{ status: 'OVERRIDE', tenant: { id: tenant.id }, usage: { override: { limit: 7 } } }],
    });
    expect(above.body).toMatchObject({ data: [], total_count: 0 });
  });

  it('shows incidents by state and tenant', async () => {
    const open = await get('/api/platform/incidents', `?open=true&tenant=${tenant.id}&severity=major`);
    const resolved = await get('/api/platform/incidents', `?status=resolved&tenant=${tenant.id}`);

    expect(open.body).toMatchObject({ data: [{ title: `Failures of ${tenant.slug}`, severity: 'MAJOR' }] });
    expect(resolved.body).toMatchObject({ data: [] });
  });

  it('walks through the audit log page by page, by the links', async () => {
    const seen: unknown[] = [];
    let path: string | null = `/api/platform/audit-logs?tenant=${tenant.id}&first=1`;
    while (path && seen.length < 10) {
      const answer: RestAnswer = await rest(instance, path);
      expect(answer.status).toBe(200);
      seen.push(...(answer.body['data'] as { id: string }[]).map(({ id }) => id));
      path = /<([^>]*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
    }

    const { body } = await get('/api/platform/audit-logs', `?tenant=${tenant.id}`);
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(seen).toEqual((body['data'] as { id: string }[]).map(({ id }) => id));
    expect(new Set(seen).size).toBe(body['total_count']);
  });

  it('lists as admin activity the changes by staff, and not that they signed in', async () => {
    const session = await aSession(instance, await aUser(instance, { platformRole: 'ADMIN' }));
    await graphql(
      instance,
      'mutation ($input: OpenIncidentInput!) { openIncident(input: $input) { userErrors { code } } }',
      { input: { title: `Once more ${tenant.slug}`, severity: 'MINOR', tenantIds: [tenant.id] } },
      session,
    );
    const actionsOf = (entries: unknown) => (entries as { action: string }[]).map(({ action }) => action);
    const isSession = (action: string) => action.startsWith('session.');

    const changes = await get('/api/platform/audit-logs', '?by_staff=true&is_change=true&first=100');
    const signIns = await get('/api/platform/audit-logs', '?by_staff=true&is_change=false');

    expect(actionsOf(changes.body['data']).filter(isSession)).toEqual([]);
    expect(actionsOf(signIns.body['data']).filter(isSession)).not.toEqual([]);
    await eventually(async () => {
      const { body } = await get('/api/platform/overview');
      const { recent_admin_activity: recent } = body['top_lists'] as Record<string, unknown>;
      expect(recent).toEqual(expect.arrayContaining([expect.objectContaining({ action: 'incident.open' })]));
      expect(actionsOf(recent).filter(isSession)).toEqual([]);
    }, 10_000);
  });

  it.each([
    ['/api/platform/tenants', '?first=0', 'first'],
    ['/api/platform/tenants', '?status=busy', 'status'],
    ['/api/platform/tenants', '?after=nonsense', 'after'],
    ['/api/platform/tenants', '?querry=x', 'querry'],
    ['/api/platform/audit-logs', '?from=yesterday', 'from'],
    ['/api/platform/incidents', '?open=maybe', 'open'],
    ['/api/platform/tenants/{id}/health', '?range=H2', 'range'],
  ])('%s refuses %s and names the parameter', async (template, query, parameter) => {
    const { status, mediaType, body } = await get(template, query);

    expect([status, mediaType]).toEqual([400, 'application/problem+json']);
    expect(body['errors']).toMatchObject([{ parameter, detail: expect.any(String) }]);
  });

  it.each(['00000000-0000-4000-8000-000000000000', 'nobody', '%00', '..%2F..'])(
    'knows no tenant %s',
    async (id) => {
      const { status, body } = await rest(instance, `/api/platform/tenants/${id}/health`);

      expect(status).toBe(404);
      expect(body).toMatchObject({ code: 'NOT_FOUND', requestId: expect.any(String) });
    },
  );

  it.each(templates)('%s is for callers of the platform', async (template) => {
    const member = await aSession(instance, await aUser(instance, { tenantId: tenant.id }));
    const key = await aKey(instance, ['tenants:read', 'health:read', 'audit:read'], { tenantId: tenant.id });

    const answers = await Promise.all([
      get(template, '', null),
      get(template, '', member),
      get(template, '', key.secret),
      get(template, '', (await aKey(instance, ['events:write'])).secret),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([401, 403, 403, 403]);
  });

  it('gives support what support may see, and says what it may not', async () => {
    const support = await aSession(instance, await aUser(instance, { platformRole: 'SUPPORT' }));

    const overview = await get('/api/platform/overview', '', support);
    const exceptions = await get('/api/platform/enforcement/exceptions', '', support);

    expect(overview.status).toBe(200);
    expect(overview.body).toMatchObject({
      platform_health: { db: expect.any(Object) },
      revenue: null,
      top_lists: { entitlement_exceptions: null, open_incidents: expect.any(Array) },
      problems: [
        { pointer: '/revenue', status: 403, missingScopes: ['billing:read'] },
        { pointer: '/top_lists/entitlement_exceptions', status: 403 },
      ],
    });
    expect(exceptions.status).toBe(403);
  });

  it('gives support the tenants without what billing knows, and no list that goes by it', async () => {
    const support = await aSession(instance, await aUser(instance, { platformRole: 'SUPPORT' }));
    const key = await aKey(instance, ['platform:read', 'tenants:read', 'health:read']);
    const list = `?query=${tenant.slug}`;

    const whole = await get('/api/platform/tenants', list);
    const [signedIn, byKey] = [
      await get('/api/platform/tenants', list, support),
      await get('/api/platform/tenants', list, key.secret),
    ];
    const health = await get('/api/platform/tenants/{id}/health', '', support);
    const refused = await Promise.all(
      ['?sort=MRR', '?sort=PLAN', '?plan=free'].map((query) => get('/api/platform/tenants', query, support)),
    );

    const without = { plan_key: null, plan_name: null, mrr: null, is_trialing: null };
    expect(whole.body).toMatchObject({ data: [{ plan_key: 'free', mrr: { currency: 'EUR' } }] });
    expect(whole.body).not.toHaveProperty('problems');
    for (const { status, body } of [signedIn, byKey]) {
      expect(status).toBe(200);
      expect(body).toMatchObject({
        data: [{ name: tenant.name, is_at_risk: true, is_delinquent: false, ...without }],
        problems: [
          { pointer: '/data', status: 403, missingScopes: ['billing:read'], members: Object.keys(without) },
        ],
      });
    }
    expect(health.status).toBe(200);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(refused[0]?.body).toMatchObject({
      detail: 'The value of the parameter sort needs the permission billing:read.',
      missingScopes: ['billing:read'],
    });
    expect(refused[2]?.body).toMatchObject({ errors: [{ parameter: 'plan' }] });
  });
});

function namesOf(value: unknown): string[] {
  return Object.keys(value as object);
}
