import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '@intendant/kit/clock';
import type { Context } from '@intendant/kit/context';
import { activeKeysOfTenants } from './api-key/active-keys-of-tenants.ts';
import { ApiKeyEntity, type ApiKey } from './api-key/api-key.entity.ts';
import { auditEntriesOfTenants, type TenantEntriesKey } from './audit/audit-entries-of-tenants.ts';
import type { AuditEntry } from './audit/audit-entry.ts';
import { memberCountsOfTenants } from './membership/member-counts-of-tenants.ts';
import { MembershipEntity, type Membership } from './membership/membership.entity.ts';
import { membershipsOfTenants } from './membership/memberships-of-tenants.ts';
import { SavedViewEntity, type SavedView } from './saved-view/saved-view.entity.ts';
import { openSessionsOfUsers, signedInOfTenants, type OpenSessionsKey } from './session/open-sessions.ts';
import type { securitySettings } from './settings.ts';
import { UserEntity, type User } from './user/user.entity.ts';

export interface SecurityLoaders {
  userById: DataLoader<string, User | null>;
  membershipById: DataLoader<string, Membership | null>;
  membershipsByUser: DataLoader<string, Membership[]>;
  membershipsByTenant: DataLoader<string, Membership[]>;
  apiKeyById: DataLoader<string, ApiKey | null>;
  savedViewById: DataLoader<string, SavedView | null>;
  auditEntriesByTenant: DataLoader<TenantEntriesKey, AuditEntry[]>;
  openSessionsByUser: DataLoader<OpenSessionsKey, number>;
  memberCountByTenant: DataLoader<string, number>;
  signedInCountByTenant: DataLoader<OpenSessionsKey, number>;
  activeKeyCountByTenant: DataLoader<string, number>;
}

export type SecurityContext = Context<SecurityLoaders, typeof securitySettings>;

/** Loaders only batch. They read past the identity map, so a field after a mutation shows what was stored. */
export function createSecurityLoaders({ em, clock }: { em: EntityManager; clock: Clock }): SecurityLoaders {
  const fresh = { disableIdentityMap: true } as const;
  const batchOnly = { cache: false };
  return {
    userById: new DataLoader(async (ids) => {
      const users = await em.find(UserEntity, { id: { $in: [...ids] } }, fresh);
      return inOrder(ids, users, (user) => user.id);
    }, batchOnly),
    membershipById: new DataLoader(async (ids) => {
      const memberships = await em.find(MembershipEntity, { id: { $in: [...ids] } }, fresh);
      return inOrder(ids, memberships, (membership) => membership.id);
    }, batchOnly),
    membershipsByUser: new DataLoader(async (userIds) => {
      const memberships = await em.find(
        MembershipEntity,
        { user: { $in: [...userIds] } },
        { ...fresh, orderBy: { createdAt: 'asc', id: 'asc' } },
      );
      return userIds.map((id) => memberships.filter((membership) => membership.user.id === id));
    }, batchOnly),
    membershipsByTenant: new DataLoader((tenantIds) => membershipsOfTenants(em, tenantIds), batchOnly),
    apiKeyById: new DataLoader(async (ids) => {
      const keys = await em.find(ApiKeyEntity, { id: { $in: [...ids] } }, fresh);
      return inOrder(ids, keys, (key) => key.id);
    }, batchOnly),
    savedViewById: new DataLoader(async (ids) => {
      const views = await em.find(SavedViewEntity, { id: { $in: [...ids] } }, fresh);
      return inOrder(ids, views, (view) => view.id);
    }, batchOnly),
    auditEntriesByTenant: new DataLoader((keys) => auditEntriesOfTenants(em, keys), batchOnly),
    openSessionsByUser: new DataLoader((keys) => openSessionsOfUsers(em, clock.now(), keys), batchOnly),
    memberCountByTenant: new DataLoader((ids) => memberCountsOfTenants(em, ids), batchOnly),
    signedInCountByTenant: new DataLoader((keys) => signedInOfTenants(em, clock.now(), keys), batchOnly),
    activeKeyCountByTenant: new DataLoader((ids) => activeKeysOfTenants(em, clock.now(), ids), batchOnly),
  };
}

function inOrder<T>(ids: readonly string[], rows: readonly T[], idOf: (row: T) => string): (T | null)[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
}
