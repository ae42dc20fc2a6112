import { graphql } from '#app/gql/gql.ts';

export const IncidentFragment = graphql(`
  fragment IncidentPart on Incident {
    id
    number
    title
    severity
    status
    version
    tenantCount
    tenants @include(if: $canTenants) {
      id
      name
      slug
    }
    lead @include(if: $canUsers) {
      id
    }
    leadName
    openedBy
    openedAt
    updatedAt
    resolvedAt
    timelineCount
    timeline(first: 50, after: $after) {
      id
      at
      kind
      authorName
      text
      before
      after
    }
  }
`);

export const IncidentPageQuery = graphql(`
  query IncidentPage($id: ID!, $after: ID, $canTenants: Boolean!, $canUsers: Boolean!) {
    incident(id: $id) {
      ...IncidentPart
    }
  }
`);

/** Who may lead is told by the role, which the list cannot be narrowed by: all of the staff, page by page. */
export const IncidentStaffQuery = graphql(`
  query IncidentStaff($after: String) {
    users(hasPlatformRole: true, first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
        isDisabled
        platformRole
      }
    }
  }
`);

export const IncidentChangedSubscription = graphql(`
  subscription IncidentChanged($id: ID!, $after: ID, $canTenants: Boolean!, $canUsers: Boolean!) {
    incidentChanged(id: $id) {
      incident {
        ...IncidentPart
      }
    }
  }
`);

export const UpdateIncidentMutation = graphql(`
  mutation UpdateIncident($input: UpdateIncidentInput!) {
    updateIncident(input: $input) {
      incident {
        number
        title
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const AddIncidentNoteMutation = graphql(`
  mutation AddIncidentNote($input: AddIncidentNoteInput!) {
    addIncidentNote(input: $input) {
      incident {
        number
      }
      userErrors {
        message
        field
      }
    }
  }
`);

export const ResolveIncidentMutation = graphql(`
  mutation ResolveIncident($input: ResolveIncidentInput!) {
    resolveIncident(input: $input) {
      incident {
        number
        title
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const ReopenIncidentMutation = graphql(`
  mutation ReopenIncident($input: ReopenIncidentInput!) {
    reopenIncident(input: $input) {
      incident {
        number
        title
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);
