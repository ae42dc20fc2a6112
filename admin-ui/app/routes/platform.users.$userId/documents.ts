import { graphql } from '#app/gql/gql.ts';

export const UserPageQuery = graphql(`
  query UserPage($id: ID!, $canTenants: Boolean!, $canAudit: Boolean!) {
    user(id: $id) {
      id
      name
      email
      platformRole
      isDisabled
      openSessions
      lastSignedInAt
      createdAt
      memberships {
        id
        role
        createdAt
        tenant {
          id
          name @include(if: $canTenants)
        }
      }
    }
    auditEntries(filter: { callerId: $id }, first: 15) @include(if: $canAudit) {
      nodes {
        id
        at
        action
        after
        targetName
        targetId
      }
    }
  }
`);

export const UserRoleQuery = graphql(`
  query UserRole($id: ID!) {
    user(id: $id) {
      id
      platformRole
    }
  }
`);

export const SetMembershipMutation = graphql(`
  mutation SetMembershipOfUser($input: SetMembershipInput!) {
    setMembership(input: $input) {
      membership {
        role
        user {
          name
        }
      }
      userErrors {
        message
        field
      }
    }
  }
`);

export const RemoveMembershipMutation = graphql(`
  mutation RemoveMembershipOfUser($input: RemoveMembershipInput!) {
    removeMembership(input: $input) {
      membership {
        user {
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

export const DisableUserMutation = graphql(`
  mutation DisableUser($input: DisableUserInput!) {
    disableUser(input: $input) {
      user {
        name
      }
      userErrors {
        message
        field
      }
    }
  }
`);

export const EnableUserMutation = graphql(`
  mutation EnableUser($input: EnableUserInput!) {
    enableUser(input: $input) {
      user {
        name
      }
      userErrors {
        message
        field
      }
    }
  }
`);

export const EndSessionsMutation = graphql(`
  mutation EndSessions($input: EndSessionsInput!) {
    endSessions(input: $input) {
      user {
        name
      }
      ended
      userErrors {
        message
        field
      }
    }
  }
`);

export const SetPlatformRoleMutation = graphql(`
  mutation SetPlatformRole($input: SetPlatformRoleInput!) {
    setPlatformRole(input: $input) {
      user {
        name
        platformRole
      }
      userErrors {
        message
        field
      }
    }
  }
`);
