import { grantablePermissions } from '@intendant/kit/identity/permissions';
import { aPlatformCaller, aTenantCaller, anonymous } from '@intendant/kit/testing/callers';
import { graphql, instances, socketClient } from '../support/api-client.ts';
import { aKey, aSession, aTenant, aUser, type ATenant } from '../support/builders.ts';
import { billingArguments, billingFacts, refusedForBilling } from '../support/billing-facts.ts';
import { permissionsOf, platformRoles } from '../support/platform-roles.ts';
import { permits, rootOperations, type RootOperation } from '../support/root-operations.ts';
import { subgraphClient, type SubgraphClient } from '../support/subgraph-client.ts';

const operations = rootOperations();

/**
 * What callers of a tenant may ask, within their tenant and their permissions. Whatever is not named here is the
 * platform's: a new root field is refused to every tenant, or named here on purpose.
 */
const ofTenants: ReadonlySet<string> = new Set([
  ...['apiKeys', 'createApiKey', 'revokeApiKey', 'ingestEvents', 'tenantHealthChanged'],
  ...['auditEntries', 'auditEntry', 'auditVocabulary'],
  ...['entitlementOverrides', 'entitlements', 'payments', 'plans'],
  ...['deleteSavedView', 'savedViews', 'saveView', 'signIn', 'signOut', 'viewer'],
  ...['removeMembership', 'setMembership', 'user', 'users'],
  ...['tenant', 'tenantBySlug', 'tenants', 'updateTenant'],
]);
const ofAnybody: ReadonlySet<string> = new Set(['signIn', 'viewer']);

const platformOperations = operations.filter(({ field }) => !ofTenants.has(field));
const tenantPermissions = grantablePermissions.filter(
  (each) => !/^(platform|settings|jobs|impersonation):/.test(each),
);

interface Answered {
  field: string;
  codes: unknown[];
  hasData: boolean;
}

const refused = (operation: RootOperation, code: string): Answered => ({
  field: operation.field,
  codes: [code],
  hasData: false,
});

function holdsData(data: unknown): boolean {
  return Object.values((data ?? {}) as object).some((value) => value !== null);
}

describe('the schema', () => {
  it('has a decision on every root field', () => {
    expect(operations.length).toBeGreaterThan(70);
    expect(operations.filter(({ decision }) => decision === null)).toEqual([]);
  });

  it('asks for a permission that no tenant holds, wherever a field is the platform’s', () => {
    const open = platformOperations.filter(({ decision }) => permits(decision, tenantPermissions));

    expect(open.map(({ field }) => field)).toEqual([]);
  });

  it('names no field as the tenants’ that does not exist', () => {
    const names = operations.map(({ field }) => field);

    expect([...ofTenants].filter((field) => !names.includes(field))).toEqual([]);
  });
});

describe('what billing knows', () => {
  it('is shown by no field of any subgraph without billing:read', () => {
    const facts = billingFacts();

    expect(facts.map(({ coordinate }) => coordinate)).toEqual(
      expect.arrayContaining([
        'TenantSummary.planKey',
        'TenantSummary.mrr',
        'TenantRisk.planName',
        'Tenant.plan',
      ]),
    );
    expect(facts.filter(({ needsBilling }) => !needsBilling)).toEqual([]);
  });

  it('is left out of every page of the admin UI for support, which may read everything else there', () => {
    const support = aPlatformCaller([...permissionsOf.SUPPORT]);

    expect(refusedForBilling(support)).toEqual([]);
  });
});

describe.each(instances())('access to every operation, $form', (instance) => {
  let tenant: ATenant;

  beforeAll(async () => {
    tenant = await aTenant(instance);
  });

  /** Sends operations over HTTP, and subscriptions over one WebSocket, as whoever the credential belongs to. */
  async function askAll(asked: readonly RootOperation[], credential: string | null): Promise<Answered[]> {
    const client = socketClient(
      instance,
      credential === null ? {} : { authorization: `Bearer ${credential}` },
    );
    const answers: Answered[] = [];
    for (const { kind, field, document } of asked) {
      const { data, errors } =
        kind === 'subscription'
          ? await firstEvent(client, document)
          : await graphql(instance, document, {}, credential);
      const codes = [...new Set(errors.map(({ extensions }) => extensions['code']))];
      answers.push({ field, codes, hasData: holdsData(data) });
    }
    await client.dispose();
    return answers;
  }

  it('refuses nobody’s request for anything but signing in', async () => {
    const asked = operations.filter(({ field }) => !ofAnybody.has(field));

    const answers = await askAll(asked, null);

    expect(answers).toEqual(asked.map((operation) => refused(operation, 'UNAUTHENTICATED')));
  }, 60_000);

  it.each(['OWNER', 'ADMIN', 'BILLING', 'VIEWER'])(
    'refuses everything of the platform to a tenant’s %s',
    async (tenantRole) => {
      const user = await aUser(instance, { tenantId: tenant.id, tenantRole });

      const answers = await askAll(platformOperations, await aSession(instance, user));

      expect(answers).toEqual(platformOperations.map((operation) => refused(operation, 'FORBIDDEN')));
    },
    60_000,
  );

  it('refuses everything of the platform to a tenant’s key with all it can be granted', async () => {
    const key = await aKey(instance, tenantPermissions, { tenantId: tenant.id });

    const answers = await askAll(platformOperations, key.secret);

    expect(answers).toEqual(platformOperations.map((operation) => refused(operation, 'FORBIDDEN')));
  }, 60_000);

  it('refuses support a list of tenants that goes by what billing knows', async () => {
    const session = await aSession(instance, await aUser(instance, { platformRole: 'SUPPORT' }));
    const { filters, sorts } = billingArguments();
    const lists = [
      ...sorts.map((field) => ({ sort: { field } })),
      ...filters.map((name) => ({ filter: { [name]: name.startsWith('is') ? true : ['free'] } })),
    ];
    expect(lists).toHaveLength(4);

    for (const variables of lists) {
      const { data, errors } = await graphql<{ tenantSummaries: unknown }>(
        instance,
        `
          query ($filter: TenantSummaryFilter, $sort: TenantSummarySort) {
            tenantSummaries(filter: $filter, sort: $sort) {
              totalCount
            }
          }
        `,
        variables,
        session,
      );
      expect([variables, errors.map(({ extensions }) => extensions['code']), data]).toEqual([
        variables,
        ['FORBIDDEN'],
        { tenantSummaries: null },
      ]);
    }
  });

  it.each(platformRoles)(
    'lets a platform %s do what the role is for, and nothing else',
    async (platformRole) => {
      const held = permissionsOf[platformRole];
      const session = await aSession(instance, await aUser(instance, { platformRole }));
      const beyond = operations.filter(({ decision }) => !permits(decision, held));
      // What changes something has tests of its own; here it would.
      const within = operations.filter(
        ({ kind, decision }) => kind !== 'mutation' && permits(decision, held),
      );

      const { data } = await graphql<{ viewer: { permissions: string[] } }>(
        instance,
        '{ viewer { permissions } }',
        {},
        session,
      );
      const [refusals, answers] = [await askAll(beyond, session), await askAll(within, session)];

      expect([...data.viewer.permissions].sort()).toEqual([...held].sort());
      expect(refusals).toEqual(beyond.map((operation) => refused(operation, 'FORBIDDEN')));
      expect(answers.filter(({ codes }) => codes.length > 0)).toEqual([]);
    },
    60_000,
  );
});

describe.each(instances().filter(({ subgraphs }) => subgraphs !== null))(
  'the subgraphs themselves, past the gateway, $form',
  ({ subgraphs }) => {
    let client: SubgraphClient;

    beforeAll(() => {
      client = subgraphClient(subgraphs ?? { urls: {}, identityKey: '' });
    });

    afterAll(() => client.close());

    async function askAll(
      asked: readonly RootOperation[],
      caller: Parameters<SubgraphClient['ask']>[1],
    ): Promise<Answered[]> {
      const answers: Answered[] = [];
      for (const operation of asked) {
        const { data, codes } = await client.ask(operation, caller);
        answers.push({ field: operation.field, codes, hasData: holdsData(data) });
      }
      return answers;
    }

    it('refuse nobody', async () => {
      const asked = operations.filter(({ field }) => !ofAnybody.has(field));

      expect(await askAll(asked, anonymous)).toEqual(
        asked.map((operation) => refused(operation, 'UNAUTHENTICATED')),
      );
    });

    it('refuse a tenant’s caller everything of the platform', async () => {
      const caller = aTenantCaller('00000000-0000-4000-8000-000000000001', tenantPermissions);

      expect(await askAll(platformOperations, caller)).toEqual(
        platformOperations.map((operation) => refused(operation, 'FORBIDDEN')),
      );
    });

    it('refuse it even to a tenant’s caller who was wrongly given every permission', async () => {
      const caller = aTenantCaller('00000000-0000-4000-8000-000000000001', [...grantablePermissions]);

      expect(await askAll(platformOperations, caller)).toEqual(
        platformOperations.map((operation) => refused(operation, 'FORBIDDEN')),
      );
    });

    it.each(['SUPPORT', 'BILLING', 'VIEWER'] as const)(
      'refuse a platform %s what the role is not for',
      async (role) => {
        const held = permissionsOf[role];
        const beyond = operations.filter(({ decision }) => !permits(decision, held));

        expect(await askAll(beyond, aPlatformCaller([...held]))).toEqual(
          beyond.map((operation) => refused(operation, 'FORBIDDEN')),
        );
      },
    );
  },
);

/** The first event, or the errors that came instead. */
async function firstEvent(
  client: ReturnType<typeof socketClient>,
  query: string,
): Promise<{ data: unknown; errors: { extensions: Record<string, unknown> }[] }> {
  try {
    for await (const { data, errors } of client.iterate({ query })) {
      const shown = (errors ?? []).map((error) => ({ extensions: { ...error.extensions } }));
      return { data, errors: shown };
    }
    return { data: null, errors: [] };
  } catch (error) {
    // The protocol's `error` message arrives as the list of errors itself.
    return { data: null, errors: error as { extensions: Record<string, unknown> }[] };
  }
}
