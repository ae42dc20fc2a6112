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
    riskThresholds {
      failureRate
      minimumFailures
      drift
      credentialFailures
    }
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
    planName @include(if: $canBilling)
    mrr @include(if: $canBilling) {
      amountCents
      currency
    }
    openIncident {
      id
      number
    }
    tenant {
      id
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
