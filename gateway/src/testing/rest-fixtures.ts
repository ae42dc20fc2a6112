import type { RestResource } from '../rest/rest-resource.ts';

const summary: RestResource = {
  path: '/api/summary',
  summary: 'Everything',
  description: 'Everything.',
  kind: 'sections',
  document: /* GraphQL */ `
    query GetSummary {
      load
      tenants {
        data: nodes {
          id
          fails
        }
      }
      ... @within(object: "lists") {
        busiest(first: 2) {
          id
          executions
        }
        missing
      }
    }
  `,
};

const tenant: RestResource = {
  path: '/api/tenants/{id}',
  summary: 'A tenant',
  description: 'One tenant.',
  kind: 'item',
  document: /* GraphQL */ `
    query GetTenant($id: ID! @parameter(description: "Its id.")) {
      tenant(id: $id) {
        id
        figures @only {
          rate @percentage
        }
        children @byName {
          id
          executions
        }
      }
    }
  `,
};

export const listResource: RestResource = {
  path: '/api/tenants',
  summary: 'Tenants',
  description: 'All tenants.',
  kind: 'page',
  document: /* GraphQL */ `
    query ListTenants($first: Int = 50 @parameter(description: "How many.", minimum: 1, maximum: 100)) {
      tenants(first: $first) {
        data: nodes {
          name
          executions @ifPermitted
          rate: figures @ifPermitted @only {
            rate
          }
        }
        total
      }
    }
  `,
};

/** Resources of every kind on the fixture subgraphs. */
export const restFixtures: readonly RestResource[] = [summary, tenant, listResource];
