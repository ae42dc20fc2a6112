import { graphql } from '#app/gql/gql.ts';

export const SecurityActivityFragment = graphql(`
  fragment SecurityActivityPart on SecurityActivity {
    asOf
    adminActions24h
    adminActionsPrevious24h
    failedSignIns24h
    signInFailureSignals
    keyCreationSpikes
    adminActionsAssessment {
      state
      warnAt
      criticalAt
    }
    signInFailuresAssessment {
      state
      warnAt
      criticalAt
    }
    keyCreationAssessment {
      state
      warnAt
      criticalAt
    }
  }
`);

export const AdminActionFragment = graphql(`
  fragment AdminActionPart on AuditEntry {
    id
    at
    action
    actedBy
    targetName
    targetType
    targetId
    tenantName
    tenant {
      id
    }
  }
`);

export const SignInFailureFragment = graphql(`
  fragment SignInFailurePart on SignInFailureSignal {
    tenantName
    failures
    accounts
    pattern
    lastAt
    tenant {
      id
    }
    assessment {
      state
      warnAt
      criticalAt
    }
  }
`);

export const KeyCreationFragment = graphql(`
  fragment KeyCreationPart on KeyCreationSignal {
    tenantName
    keys24h
    dailyMean30d
    createdBy
    lastAt
    tenant {
      id
    }
    assessment {
      state
      warnAt
      criticalAt
    }
  }
`);
