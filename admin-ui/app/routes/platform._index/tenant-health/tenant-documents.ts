import { graphql } from '#app/gql/gql.ts';

export const FleetHealthFragment = graphql(`
  fragment FleetHealthPart on FleetHealth {
    asOf
    total
    active7d
    active30d
    atRisk
    atRisk24hAgo
    critical
    withDrift24h
    withDrift7d
    withCredentialFailures24h
    withCredentialFailures7d
    demo
    activeAssessment {
      state
      warnAt
      criticalAt
    }
    atRiskAssessment {
      state
      warnAt
      criticalAt
    }
    driftAssessment {
      state
      warnAt
      criticalAt
    }
    credentialFailuresAssessment {
      state
      warnAt
      criticalAt
    }
  }
`);

export const AtRiskTenantFragment = graphql(`
  fragment AtRiskTenantPart on TenantRisk {
    state
    since
    evaluatedAt
    clauses {
      ...ClausePart
    }
    name
    slug
    status
    tenant {
      id
      plan @include(if: $canBilling) {
        name
      }
      subscription @include(if: $canBilling) {
        mrr {
          amountCents
          currency
        }
      }
    }
  }
`);

export const TenantRankFragment = graphql(`
  fragment TenantRankPart on TenantRank {
    name
    value
    count
    total
    lastAt
    riskState
    tenant {
      id
    }
  }
`);
