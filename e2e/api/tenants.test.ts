import { randomBytes } from 'node:crypto';
import { graphql, instances } from '../support/api-client.ts';
import { aKey, aTenant } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';

const create = `mutation ($input: CreateTenantInput!) {
  createTenant(input: $input) { tenant { id slug status } userErrors { code field } }
}`;

interface Created {
  createTenant: {
    tenant: { id: string; slug: string; status: string } | null;
    userErrors: { code: string; field: string[] | null }[];
  };
}

describe.each(instances())('tenants, $form', (instance) => {
  it('creates a tenant that every subgraph knows', async () => {
    const tenant = await aTenant(instance);

    const { data, errors } = await graphql<{ tenant: Record<string, unknown> }>(
      instance,
      `
        query ($id: ID!) {
          tenant(id: $id) {
            slug
            status
            plan {
              key
            }
            isDelinquent
            memberships {
              id
            }
            health {
              executions(range: H24) {
                executions
              }
              risk {
                isAtRisk
              }
            }
            auditEntries(first: 1) {
              action
              callerName
            }
          }
        }
      `,
      { id: tenant.id },
    );

    expect(errors).toEqual([]);
    expect(data.tenant).toMatchObject({
      slug: tenant.slug,
      status: 'ACTIVE',
      isDelinquent: false,
      memberships: [],
    });
  });

  it('gives a new tenant the free plan and a line in the list', async () => {
    const tenant = await aTenant(instance);

    await eventually(async () => {
      const { data } = await graphql<{ tenantSummaries: { nodes: object[] } }>(
        instance,
        'query ($query: String!) { tenantSummaries(filter: { query: $query }) { nodes { slug planKey status } } }',
        { query: tenant.slug },
      );
      expect(data.tenantSummaries.nodes).toEqual([{ slug: tenant.slug, planKey: 'free', status: 'ACTIVE' }]);
    }, 5_000);
  });

  it('gives a slug to one of two who ask for it at once', async () => {
    const slug = `wanted-${randomBytes(5).toString('hex')}`;
    const input = { name: 'Wanted', slug, contactEmail: 'wanted@example.com' };

    const answers = await Promise.all([1, 2, 3].map(() => graphql<Created>(instance, create, { input })));

    const codes = answers.map(({ data }) => data.createTenant.userErrors[0]?.code ?? 'created').sort();
    expect(codes).toEqual(['ALREADY_EXISTS', 'ALREADY_EXISTS', 'created']);
  });

  it('names every field that is wrong', async () => {
    const input = { name: 'x', slug: 'admin', contactEmail: 'nobody' };

    const { data, status } = await graphql<Created>(instance, create, { input });

    expect(status).toBe(200);
    expect(data.createTenant.tenant).toBeNull();
    expect(data.createTenant.userErrors.map(({ field }) => field?.at(-1)).sort()).toEqual([
      'contactEmail',
      'name',
      'slug',
    ]);
  });

  it('suspends with a reason and reactivates', async () => {
    const { id } = await aTenant(instance);
    const change = (name: string, input: object) =>
      graphql<Record<string, { tenant: object | null; userErrors: { code: string }[] }>>(
        instance,
        `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
          ${name}(input: $input) { tenant { status suspensionReason } userErrors { code } }
        }`,
        { input },
      );

    const suspended = await change('suspendTenant', { id, reason: 'Season break' });
    const again = await change('suspendTenant', { id, reason: 'Again' });
    const reactivated = await change('reactivateTenant', { id });

    expect(suspended.data['suspendTenant']?.tenant).toEqual({
      status: 'SUSPENDED',
      suspensionReason: 'Season break',
    });
    expect(again.data['suspendTenant']).toEqual({ tenant: null, userErrors: [{ code: 'INVALID_STATE' }] });
    expect(reactivated.data['reactivateTenant']?.tenant).toEqual({
      status: 'ACTIVE',
      suspensionReason: null,
    });
  });

  it('hides other tenants from a tenant’s key as if they did not exist', async () => {
    const [own, other] = await Promise.all([aTenant(instance), aTenant(instance)]);
    const key = await aKey(instance, ['tenants:read', 'tenants:write', 'health:read', 'billing:read'], {
      tenantId: own.id,
    });

    const { data, errors } = await graphql<Record<string, unknown>>(
      instance,
      `
        query ($own: ID!, $other: ID!, $slug: String!) {
          own: tenant(id: $own) {
            slug
            plan {
              key
            }
          }
          other: tenant(id: $other) {
            slug
            plan {
              key
            }
            health {
              lastEventAt
            }
          }
          bySlug: tenantBySlug(slug: $slug) {
            id
          }
        }
      `,
      { own: own.id, other: other.id, slug: other.slug },
      key.secret,
    );
    const update = await graphql<{ updateTenant: { tenant: null; userErrors: { code: string }[] } }>(
      instance,
      'mutation ($input: UpdateTenantInput!) { updateTenant(input: $input) { tenant { id } userErrors { code } } }',
      { input: { id: other.id, name: 'Taken over' } },
      key.secret,
    );

    expect(errors).toEqual([]);
    expect(data).toMatchObject({ own: { slug: own.slug }, other: null, bySlug: null });
    expect(update.data.updateTenant).toEqual({ tenant: null, userErrors: [{ code: 'NOT_FOUND' }] });
  });
});
