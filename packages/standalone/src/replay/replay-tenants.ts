import { OperatorError } from '../operator-error.ts';
import type { IntendantClient } from './intendant-client.ts';
import { tenantSlug } from './replay-plan.ts';

interface UserError {
  code: string;
  message: string;
}

const createTenant = /* GraphQL */ `
  mutation ReplayTenant($input: CreateTenantInput!) {
    createTenant(input: $input) {
      userErrors {
        code
        message
      }
    }
  }
`;

/**
 * Makes sure that every owner of the trace is a tenant. Returns how many were created; those that exist already are
 * left as they are. Throws `OperatorError` when one is refused.
 */
export async function ensureTenants(
  client: IntendantClient,
  owners: readonly string[],
  options: { connections: number; onDone: (done: number) => void; stop: AbortSignal },
): Promise<number> {
  const waiting = [...owners];
  let created = 0;
  async function work(): Promise<void> {
    for (let owner = waiting.pop(); owner !== undefined && !options.stop.aborted; owner = waiting.pop()) {
      const slug = tenantSlug(owner);
      const input = { name: `Azure owner ${owner.slice(0, 6)}`, slug, contactEmail: `${slug}@example.com` };
      const data = await client.graphql<{ createTenant: { userErrors: UserError[] } }>(createTenant, {
        input,
      });
      const [error] = data.createTenant.userErrors;
      if (error && error.code !== 'ALREADY_EXISTS') {
        throw new OperatorError(`The tenant ${slug} was refused: ${error.message}`);
      }
      created += error ? 0 : 1;
      options.onDone(owners.length - waiting.length);
    }
  }
  await Promise.all(Array.from({ length: options.connections }, () => work()));
  return created;
}

const totals = /* GraphQL */ `
  query ReplayTotals($query: String!, $after: String) {
    tenantSummaries(filter: { query: $query }, sort: { field: NAME }, first: 25, after: $after) {
      nodes {
        slug
        tenant {
          health {
            executions(range: D90) {
              executions
            }
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

interface TotalsPage {
  tenantSummaries: {
    nodes: { slug: string; tenant: { health: { executions: { executions: number } } | null } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  } | null;
}

/** How many executions the API itself counts for the owners' tenants; null when the key may not read them. */
export async function countExecutions(
  client: IntendantClient,
  owners: readonly string[],
): Promise<number | null> {
  const slugs = new Set(owners.map(tenantSlug));
  let sum = 0;
  let after: string | null = null;
  do {
    const data: TotalsPage | null = await client
      .graphql<TotalsPage>(totals, { query: tenantSlug(''), after })
      .catch(() => null);
    if (!data?.tenantSummaries) {
      return null;
    }
    for (const { slug, tenant } of data.tenantSummaries.nodes) {
      sum += slugs.has(slug) ? (tenant.health?.executions.executions ?? 0) : 0;
    }
    const page: TotalsPage['tenantSummaries'] = data.tenantSummaries;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return sum;
}
