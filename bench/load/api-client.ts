import { Pool } from 'undici';

/** The public API as the benchmarks prepare their data with it. */
export interface ApiClient {
  /** Returns the tenant's id. */
  createTenant(slug: string): Promise<string>;
  changePlan(tenantId: string, planKey: string): Promise<void>;
  sendEvents(batch: readonly object[]): Promise<void>;
  close(): Promise<void>;
}

interface Payload {
  tenant?: { id: string } | null;
  userErrors: unknown[];
}

const createTenantMutation = /* GraphQL */ `
  mutation CreateTenant($input: CreateTenantInput!) {
    createTenant(input: $input) {
      tenant {
        id
      }
      userErrors {
        message
      }
    }
  }
`;

const changePlanMutation = /* GraphQL */ `
  mutation ChangePlan($input: ChangePlanInput!) {
    changePlan(input: $input) {
      userErrors {
        message
      }
    }
  }
`;

/** Every method throws when the API refuses. */
export function createApiClient(origin: string, apiKey: string): ApiClient {
  const pool = new Pool(origin);
  const authorization = `Bearer ${apiKey}`;

  async function post(path: string, contentType: string, body: object) {
    const headers = { authorization, 'content-type': contentType };
    const answer = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  async function mutate(name: string, query: string, input: object): Promise<Payload> {
    const { text } = await post('/graphql', 'application/json', { query, variables: { input } });
    const result = JSON.parse(text) as { data?: Record<string, Payload | undefined> };
    const payload = result.data?.[name];
    if (!payload || payload.userErrors.length > 0) {
      throw new Error(`${name} failed: ${text}`);
    }
    return payload;
  }

  return {
    async createTenant(slug) {
      const input = { name: `Tenant ${slug}`, slug, contactEmail: `owner@${slug}.example` };
      const { tenant } = await mutate('createTenant', createTenantMutation, input);
      return tenant?.id ?? '';
    },
    async changePlan(tenantId, planKey) {
      await mutate('changePlan', changePlanMutation, { tenantId, planKey });
    },
    async sendEvents(batch) {
      const { status, text } = await post('/v1/events', 'application/cloudevents-batch+json', batch);
      if (status !== 202) {
        throw new Error(`The events were refused: ${text}`);
      }
    },
    close: () => pool.close(),
  };
}
