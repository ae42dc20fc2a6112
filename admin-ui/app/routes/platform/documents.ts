import { graphql } from '#app/gql/gql.ts';

/** What waits on other pages. Each part is a cached section of its owner. */
export const ShellCountsQuery = graphql(`
  query ShellCounts($canHealth: Boolean!, $canBilling: Boolean!) {
    incidentFigures @include(if: $canHealth) {
      open
    }
    fleetHealth @include(if: $canHealth) {
      total
    }
    revenue @include(if: $canBilling) {
      entitlementExceptions
    }
  }
`);
