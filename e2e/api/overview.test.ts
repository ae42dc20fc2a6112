import { randomBytes } from 'node:crypto';
import { rest } from '../support/api-client.ts';
import { dashboardOperation } from '../support/dashboard.ts';
import { startGatewayInProcess, type GatewayInProcess } from '../support/gateway-in-process.ts';

const { query, variables } = dashboardOperation();

/** Who answers each part of the dashboard. */
const partsOf: Readonly<Record<string, readonly string[]>> = {
  health: [
    'platformHealth',
    'fleetHealth',
    'atRiskTenants',
    'byFailureRate',
    'byDrift',
    'byCredentialFailures',
    'usage',
    'byExecutions',
    'byWorkflows',
    'byEnvironments',
    'rateLimitBreaches',
    'incidentFigures',
    'openIncidents',
  ],
  billing: ['revenue', 'expiringTrials', 'delinquentTenants', 'entitlementExceptions'],
  security: ['securityActivity', 'adminActions', 'signInFailureSignals', 'keyCreationSignals'],
  // The others know its tenants by name, so that their parts stand without it.
  tenants: [],
};

describe('the dashboard', () => {
  let app: GatewayInProcess;

  beforeAll(async () => {
    app = await startGatewayInProcess();
    app.db.clock.set(new Date());
    await someTenants(25);
  }, 120_000);

  afterAll(() => app.close());

  /** Tenants with something in every list of the dashboard. */
  async function someTenants(count: number): Promise<void> {
    const now = app.db.clock.now();
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const suffix = randomBytes(5).toString('hex');
      const input = {
        name: `Ensemble ${suffix}`,
        slug: `e-${suffix}`,
        contactEmail: `${suffix}@example.com`,
      };
      const { createTenant } = await app.ask<{ createTenant: { tenant: { id: string } } }>(
        'mutation ($input: CreateTenantInput!) { createTenant(input: $input) { tenant { id } } }',
        { input },
      );
      ids.push(createTenant.tenant.id);
    }
    await app.db.drainJobs();
    const failed = { workflow: 'nightly', outcome: 'FAILED', durationMs: 40, errorCode: 'TIMEOUT' };
    for (const [index, tenantId] of ids.entries()) {
      const event = (type: string, data: object) => ({
        id: randomBytes(8).toString('hex'),
        source: 'test',
        type,
        subject: tenantId,
        time: now.toISOString(),
        data,
      });
      const events = [
        ...Array.from({ length: 25 }, () => event('execution.finished', failed)),
        ...Array.from({ length: 3 }, () => event('drift.detected', { environment: 'production' })),
        ...Array.from({ length: 5 }, () => event('credential.failed', { credential: 'smtp' })),
        event('resources.counted', { workflows: 3, environments: 9, storageBytes: 1_000 }),
      ];
      await changed('ingestEvents', 'IngestEventsInput', { events });
      await changed('openIncident', 'OpenIncidentInput', {
        title: `Failures ${index}`,
        severity: 'MAJOR',
        tenantIds: [tenantId],
      });
      await changed('grantOverride', 'GrantOverrideInput', {
        tenantId,
        entitlementKey: 'environments',
        limit: 7,
        reason: 'A pilot.',
        expiresAt: new Date(now.getTime() + 86_400_000).toISOString(),
      });
      await changed('recordFailedPayment', 'RecordFailedPaymentInput', {
        tenantId,
        amountCents: 9_900,
        dueAt: new Date(now.getTime() - 86_400_000).toISOString(),
        reason: 'card declined',
        reference: `invoice ${tenantId}`,
      });
    }
    await app.db.drainJobs();
  }

  async function changed(field: string, inputType: string, input: object): Promise<void> {
    const data = await app.ask<Record<string, { userErrors: unknown[] }>>(
      `mutation ($input: ${inputType}!) { ${field}(input: $input) { userErrors { message } } }`,
      { input },
    );
    expect([field, data[field]?.userErrors]).toEqual([field, []]);
  }

  /** Every section is computed anew: what was kept is too old. */
  function letTimePass(): void {
    app.db.clock.set(new Date(app.db.clock.now().getTime() + 120_000));
  }

  it('is one operation, answered without an error, each section with its instant', async () => {
    letTimePass();

    const { status, result } = await app.send(query, variables);

    expect([status, result.errors]).toEqual([200, undefined]);
    const data = result.data as Record<string, { asOf?: string } | null>;
    const parts = [...new Set(Object.values(partsOf).flat())];
    expect(Object.keys(data).sort()).toEqual([...parts].sort());
    expect(parts.filter((part) => data[part] === null)).toEqual([]);
    for (const part of [
      'platformHealth',
      'fleetHealth',
      'usage',
      'revenue',
      'securityActivity',
      'incidentFigures',
    ]) {
      expect([part, Date.parse(data[part]?.asOf ?? '')]).toEqual([part, app.db.clock.now().getTime()]);
    }
  });

  it('asks each subgraph as often, with as many statements, however many tenants there are', async () => {
    await app.ask(query, variables);
    letTimePass();
    const few = await app.count(() => app.ask(query, variables));
    await someTenants(25);
    await app.ask(query, variables);
    letTimePass();

    const many = await app.count(() => app.ask(query, variables));

    expect(many).toEqual(few);
    // Once for what each owns, side by side.
    expect(many.fetches).toEqual({ health: 1, security: 1, billing: 1, tenants: 0 });
  }, 120_000);

  it('runs no statement while the sections are fresh', async () => {
    letTimePass();
    const cold = await app.count(() => app.ask(query, variables));

    const warm = await app.count(() => app.ask(query, variables));

    expect(warm.fetches).toEqual(cold.fetches);
    expect(cold.statements).toBeGreaterThan(0);
    expect(warm.statements).toBe(0);
  });

  it.each(['health', 'billing', 'security', 'tenants'])(
    'loses nothing but what %s knows while it does not answer',
    async (name) => {
      letTimePass();
      app.down.add(name);

      const { status, result } = await app.send(query, variables);
      app.down.clear();

      const data = result.data as Record<string, unknown>;
      const lost = Object.keys(data).filter((part) => data[part] === null);
      expect(status).toBe(200);
      expect(lost.sort()).toEqual([...(partsOf[name] ?? [])].sort());
      expect(new Set(result.errors?.map(({ extensions }) => extensions['code']))).toEqual(
        new Set(result.errors ? ['SERVICE_UNAVAILABLE'] : []),
      );
    },
  );

  it('is there again as soon as the subgraph is', async () => {
    app.down.add('billing');
    await app.send(query, variables);
    app.down.clear();

    const { result } = await app.send(query, variables);

    expect(result.errors).toBeUndefined();
  });
});

describe('the overview of REST', () => {
  let app: GatewayInProcess;

  beforeAll(async () => {
    app = await startGatewayInProcess();
  }, 60_000);

  afterAll(() => app.close());

  const get = (path: string) => rest({ url: app.url, adminKey: 'itd_test_owner' }, path);

  it('is null where a subgraph does not answer, and says so', async () => {
    app.down.add('billing');

    const overview = await get('/api/platform/overview');
    const exceptions = await get('/api/platform/enforcement/exceptions');
    app.down.clear();

    expect(overview.status).toBe(200);
    expect(overview.body).toMatchObject({
      tenants: { total: expect.any(Number) },
      revenue: null,
      top_lists: { entitlement_exceptions: null, open_incidents: [] },
    });
    expect(overview.body['problems']).toEqual(
      ['/revenue', '/top_lists/entitlement_exceptions'].map((pointer) =>
        expect.objectContaining({ pointer, status: 503, code: 'SERVICE_UNAVAILABLE' }),
      ),
    );
    expect([exceptions.status, exceptions.headers.get('retry-after')]).toEqual([503, '1']);
  });

  it('is 503 when nothing answers', async () => {
    ['tenants', 'billing', 'health', 'security'].forEach((name) => app.down.add(name));

    const { status, body } = await get('/api/platform/overview');
    app.down.clear();

    expect(status).toBe(503);
    expect(body).toMatchObject({ code: 'SERVICE_UNAVAILABLE', requestId: expect.any(String) });
  });

  it('asks each subgraph once', async () => {
    const { fetches } = await app.count(() => get('/api/platform/overview'));

    expect(fetches).toEqual({ billing: 1, health: 1, security: 1 });
  });

  it('runs no statement while the sections are fresh', async () => {
    app.db.clock.set(new Date(app.db.clock.now().getTime() + 120_000));
    const cold = await app.count(() => get('/api/platform/overview'));

    const warm = await app.count(() => get('/api/platform/overview'));

    expect(cold.statements).toBeGreaterThan(0);
    expect(warm.statements).toBe(0);
  });
});
