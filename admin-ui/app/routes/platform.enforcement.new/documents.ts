import { graphql } from '#app/gql/gql.ts';

export const NewOverrideQuery = graphql(`
  query NewOverride($tenantId: ID!, $hasTenant: Boolean!) {
    entitlements {
      key
      name
      unit
      period
    }
    tenant(id: $tenantId) @include(if: $hasTenant) {
      id
      name
      plan {
        name
      }
      entitlements {
        used
        limit
        measuredAt
        planLimit
        entitlement {
          key
          name
          unit
          period
        }
        override {
          id
          limit
          expiresAt
          grantedBy
        }
      }
    }
  }
`);

export const GrantOverrideMutation = graphql(`
  mutation GrantOverride($input: GrantOverrideInput!) {
    grantOverride(input: $input) {
      override {
        expiresAt
        entitlement {
          name
        }
        tenant {
          id
        }
      }
      userErrors {
        message
        field
      }
    }
  }
`);
