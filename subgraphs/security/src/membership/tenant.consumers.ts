import { defineConsumer } from '@intendant/kit/events/consumer';
import { notify } from '@intendant/kit/pubsub/notify';
import { ApiKeyEntity } from '../api-key/api-key.entity.ts';
import type { SecurityContext } from '../context.ts';
import { KnownTenantEntity } from './known-tenant.entity.ts';
import { MembershipEntity } from './membership.entity.ts';
import { publishMemberCounts } from './publish-member-counts.ts';
import { serialiseMemberships } from './refuse-last-tenant-owner.ts';

interface TenantState {
  id: string;
  name: string;
  slug: string;
}

/**
 * Keeps what security knows of tenants. When a tenant is removed, its memberships and keys go with it, and whoever
 * used them is cut off.
 */
export const trackTenants = defineConsumer<TenantState, SecurityContext>({
  name: 'security:track-tenants',
  event: ['tenant.created', 'tenant.updated', 'tenant.suspended', 'tenant.reactivated', 'tenant.removed'],
  handle: async (ctx, event) => {
    const { em } = ctx;
    const { id, name, slug } = event.data;
    if (event.type !== 'tenant.removed') {
      await em.upsert(KnownTenantEntity, { id, name, slug });
      return;
    }
    await serialiseMemberships(em, id);
    const memberships = await em.find(MembershipEntity, { tenantId: id }, { disableIdentityMap: true });
    const keys = await em.find(ApiKeyEntity, { tenantId: id }, { fields: ['id'], disableIdentityMap: true });
    await em.nativeDelete(MembershipEntity, { tenantId: id });
    await em.nativeDelete(ApiKeyEntity, { tenantId: id });
    await em.nativeDelete(KnownTenantEntity, { id });
    for (const membership of memberships) {
      await notify(em, 'credential-changed', { userId: membership.user.id });
    }
    for (const key of keys) {
      await notify(em, 'credential-revoked', { credentialId: key.id });
    }
    if (memberships.length > 0) {
      await publishMemberCounts(em, ctx, [id]);
    }
  },
});
