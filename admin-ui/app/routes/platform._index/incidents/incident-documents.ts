import { graphql } from '#app/gql/gql.ts';

export const IncidentFiguresFragment = graphql(`
  fragment IncidentFiguresPart on IncidentFigures {
    asOf
    open
    critical
    unassigned
    resolved7d
    assessment {
      state
      warnAt
      criticalAt
    }
  }
`);

export const OpenIncidentFragment = graphql(`
  fragment OpenIncidentPart on Incident {
    id
    number
    title
    severity
    status
    leadName
    openedAt
    updatedAt
    tenantCount
    tenants {
      id
    }
    tenantNames
  }
`);
