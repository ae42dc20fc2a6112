import { graphql } from '#app/gql/gql.ts';

export const TenantBillingFragment = graphql(`
  fragment TenantBillingPart on Tenant {
    isDelinquent
    plan {
      key
      name
      monthlyPrice {
        amountCents
        currency
      }
    }
    subscription {
      status
      startedAt
      trialStartedAt
      trialEndsAt
      trialConvertedAt
      canceledAt
      plan {
        key
        name
        monthlyPrice {
          amountCents
          currency
        }
      }
      mrr {
        amountCents
        currency
      }
    }
    unpaidPayments {
      ...PaymentRow
    }
  }
`);

export const PaymentRowFragment = graphql(`
  fragment PaymentRow on Payment {
    id
    status
    isOverdue
    dueAt
    failedAt
    failureReason
    paidAt
    amount {
      amountCents
      currency
    }
  }
`);

export const EntitlementsFragment = graphql(`
  fragment EntitlementsPart on Tenant {
    entitlements {
      entitlement {
        key
        name
        unit
        period
      }
      used
      limit
      planLimit
      ratio
      measuredAt
      assessment {
        state
        warnAt
        criticalAt
      }
      override {
        id
        limit
        reason
        grantedBy
        grantedAt
        expiresAt
      }
    }
  }
`);

export const PlanTabQuery = graphql(`
  query TenantPlan($id: ID!, $after: String) {
    tenant(id: $id) {
      id
      ...EntitlementsPart
    }
    plans {
      key
      name
      trialDays
      monthlyPrice {
        amountCents
        currency
      }
    }
    payments(filter: { tenantId: $id }, first: 25, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...PaymentRow
      }
    }
    entitlementOverrides(tenantId: $id, first: 25) {
      nodes {
        id
        status
        limit
        reason
        grantedBy
        grantedAt
        expiresAt
        revokedAt
        revokedBy
        revokedReason
        entitlement {
          key
          name
          unit
          period
        }
      }
    }
  }
`);

export const ChangePlanMutation = graphql(`
  mutation ChangePlan($input: ChangePlanInput!) {
    changePlan(input: $input) {
      subscription {
        status
        plan {
          name
        }
        mrr {
          amountCents
          currency
        }
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const CancelSubscriptionMutation = graphql(`
  mutation CancelSubscription($input: CancelSubscriptionInput!) {
    cancelSubscription(input: $input) {
      subscription {
        plan {
          name
        }
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const ConvertTrialMutation = graphql(`
  mutation ConvertTrial($input: ConvertTrialInput!) {
    convertTrial(input: $input) {
      subscription {
        plan {
          name
        }
        mrr {
          amountCents
          currency
        }
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);
