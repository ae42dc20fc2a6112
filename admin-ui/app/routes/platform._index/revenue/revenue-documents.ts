import { graphql } from '#app/gql/gql.ts';

export const RevenueFragment = graphql(`
  fragment RevenuePart on Revenue {
    asOf
    mrr {
      amountCents
      currency
    }
    mrr30dAgo {
      amountCents
    }
    mrrMovement30d {
      new {
        amountCents
        currency
      }
      expansion {
        amountCents
        currency
      }
      contraction {
        amountCents
        currency
      }
      churn {
        amountCents
        currency
      }
    }
    mrrByMonth {
      month
      mrr {
        amountCents
      }
    }
    mrrAssessment {
      state
      warnAt
      criticalAt
    }
    delinquentTenants
    overdue {
      amountCents
      currency
    }
    delinquentAssessment {
      state
      warnAt
      criticalAt
    }
    trials {
      running
      started30d
      expiring7d
      converted30d
    }
    trialsAssessment {
      state
      warnAt
      criticalAt
    }
    entitlementExceptions
    aboveLimit
    overridesInForce
    exceptionsAssessment {
      state
      warnAt
      criticalAt
    }
    planDistribution {
      tenants
      plan {
        key
        name
      }
      mrr {
        amountCents
        currency
      }
    }
  }
`);

export const ExpiringTrialFragment = graphql(`
  fragment ExpiringTrialPart on PlanSubscription {
    id
    trialEndsAt
    plan {
      name
    }
    tenantName
    tenant {
      id
    }
  }
`);

export const DelinquentTenantFragment = graphql(`
  fragment DelinquentTenantPart on DelinquentTenant {
    payments
    oldestDueAt
    failureReason
    owed {
      amountCents
      currency
    }
    tenantName
    tenant {
      id
    }
  }
`);

export const ExceptionFragment = graphql(`
  fragment ExceptionPart on EntitlementException {
    id
    tenantName
    kind
    since
    tenant {
      id
    }
    usage {
      used
      measuredAt
      limit
      planLimit
      assessment {
        state
      }
      entitlement {
        key
        name
        unit
        period
      }
      override {
        id
        expiresAt
        grantedBy
      }
    }
  }
`);
