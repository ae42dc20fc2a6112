import { defineModule } from '@intendant/kit/subgraph/module';
import { loadTypeDefs } from '@intendant/kit/subgraph/type-defs';
import { ApiKeyEntity } from './api-key/api-key.entity.ts';
import { apiKeyResolvers } from './api-key/api-key.resolvers.ts';
import { auditResolvers } from './audit/audit.resolvers.ts';
import { createSecurityLoaders, type SecurityContext } from './context.ts';
import { KnownTenantEntity } from './membership/known-tenant.entity.ts';
import { MembershipEntity } from './membership/membership.entity.ts';
import { membershipResolvers } from './membership/membership.resolvers.ts';
import { trackTenants } from './membership/tenant.consumers.ts';
import { tenantResolvers } from './membership/tenant.resolvers.ts';
import { Migration20261121080000_create_security } from './migrations/Migration20261121080000_create_security.ts';
import { Migration20261121101000_publish_users } from './migrations/Migration20261121101000_publish_users.ts';
import { Migration20261121101100_sort_users } from './migrations/Migration20261121101100_sort_users.ts';
import { Migration20261121101200_create_saved_view } from './migrations/Migration20261121101200_create_saved_view.ts';
import { SavedViewEntity } from './saved-view/saved-view.entity.ts';
import { savedViewResolvers } from './saved-view/saved-view.resolvers.ts';
import { SessionEntity } from './session/session.entity.ts';
import { removeExpiredSessions } from './session/session.jobs.ts';
import { sessionResolvers } from './session/session.resolvers.ts';
import { SignInFailureEntity } from './session/sign-in-failure.entity.ts';
import { SignInThrottleEntity } from './session/sign-in-throttle.entity.ts';
import { securitySettings } from './settings.ts';
import { signalResolvers } from './signal/signal.resolvers.ts';
import { UserEntity } from './user/user.entity.ts';
import { userResolvers } from './user/user.resolvers.ts';

export const securityModule = defineModule<SecurityContext>({
  name: 'security',
  typeDefs: loadTypeDefs('security'),
  resolvers: {
    ...apiKeyResolvers,
    ...auditResolvers,
    ...membershipResolvers,
    ...savedViewResolvers,
    ...sessionResolvers,
    ...signalResolvers,
    ...tenantResolvers,
    ...userResolvers,
    Query: {
      ...apiKeyResolvers.Query,
      ...auditResolvers.Query,
      ...savedViewResolvers.Query,
      ...sessionResolvers.Query,
      ...signalResolvers.Query,
      ...userResolvers.Query,
    },
    Mutation: {
      ...apiKeyResolvers.Mutation,
      ...membershipResolvers.Mutation,
      ...savedViewResolvers.Mutation,
      ...sessionResolvers.Mutation,
      ...userResolvers.Mutation,
    },
  },
  entities: [
    UserEntity,
    MembershipEntity,
    KnownTenantEntity,
    SessionEntity,
    SignInThrottleEntity,
    SignInFailureEntity,
    ApiKeyEntity,
    SavedViewEntity,
  ],
  migrations: [
    Migration20261121080000_create_security,
    Migration20261121101000_publish_users,
    Migration20261121101100_sort_users,
    Migration20261121101200_create_saved_view,
  ],
  loaders: createSecurityLoaders,
  settings: securitySettings,
  jobs: { 'security:remove-expired-sessions': removeExpiredSessions },
  cron: [{ task: 'security:remove-expired-sessions', schedule: '*/15 * * * *' }],
  consumers: [trackTenants],
  platformAccess: ['audit-log'],
});
