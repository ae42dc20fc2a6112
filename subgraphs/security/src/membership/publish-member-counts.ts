import type { EntityManager } from '@mikro-orm/postgresql';
import { publishAll } from '@intendant/kit/events/publish';
import type { SecurityContext } from '../context.ts';
import { memberCountsOfTenants } from './member-counts-of-tenants.ts';
import { MembershipEntity } from './membership.entity.ts';
import { serialiseMemberships } from './refuse-last-tenant-owner.ts';

/** How many people of a tenant may sign in, as other subgraphs receive it. */
export interface MemberCount {
  tenantId: string;
  memberCount: number;
}

type Change = Pick<SecurityContext, 'clock' | 'requestId'>;

/**
 * Tells the other subgraphs how many people of each tenant may sign in now, with the transaction of the change. Counts
 * what is committed and what this transaction did, so `serialiseMemberships` of the same tenants comes before: of two
 * changes at the same time the second one counts both.
 */
export async function publishMemberCounts(
  em: EntityManager,
  ctx: Change,
  tenantIds: readonly string[],
): Promise<void> {
  const counts = await memberCountsOfTenants(em, tenantIds);
  const events = tenantIds.map((tenantId, index) => {
    const data: MemberCount = { tenantId, memberCount: counts[index] ?? 0 };
    return { type: 'tenant-members.counted', aggregateId: tenantId, tenantId, data };
  });
  await publishAll(em, events, ctx);
}

/**
 * The same for all tenants of people who may sign in from now on, or may not any more. Call it when their rows are
 * changed: that makes who adds one of them to a tenant wait.
 */
export async function publishMemberCountsOfUsers(
  em: EntityManager,
  ctx: Change,
  userIds: readonly string[],
): Promise<void> {
  const tenantIds = await tenantsOfUsers(em, userIds);
  await serialiseMemberships(em, ...tenantIds);
  await publishMemberCounts(em, ctx, tenantIds);
}

/** The tenants these people belong to, each once, in the order of their ids. */
export async function tenantsOfUsers(em: EntityManager, userIds: readonly string[]): Promise<string[]> {
  const memberships = await em.find(
    MembershipEntity,
    { user: { $in: [...userIds] } },
    { fields: ['tenantId'], disableIdentityMap: true },
  );
  return [...new Set(memberships.map(({ tenantId }) => tenantId))].sort();
}
