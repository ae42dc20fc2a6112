import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { createTenant } from './create-tenant.ts';
import { findTenantBySlug } from './find-tenant-by-slug.ts';
import { findTenant } from './find-tenant.ts';
import { listTenants } from './list-tenants.ts';
import { isTenantId } from './load-tenant.ts';
import { reactivateTenant } from './reactivate-tenant.ts';
import { suspendTenant } from './suspend-tenant.ts';
import { updateTenant } from './update-tenant.ts';

export const tenantResolvers: Resolvers = {
  Query: {
    tenant: (_, { id }, ctx) => findTenant(ctx, id),
    tenantBySlug: (_, { slug }, ctx) => findTenantBySlug(ctx, slug),
    tenants: (_, args, ctx) => listTenants(ctx, args),
  },
  Mutation: {
    createTenant: (_, { input }, ctx) =>
      toPayload(async () => ({ tenant: await createTenant(ctx, input) }), { tenant: null }),
    updateTenant: (_, { input }, ctx) =>
      toPayload(async () => ({ tenant: await updateTenant(ctx, input) }), { tenant: null }),
    suspendTenant: (_, { input }, ctx) =>
      toPayload(async () => ({ tenant: await suspendTenant(ctx, input) }), { tenant: null }),
    reactivateTenant: (_, { input }, ctx) =>
      toPayload(async () => ({ tenant: await reactivateTenant(ctx, input) }), { tenant: null }),
  },
  Tenant: {
    __resolveReference: ({ id }, ctx) => (isTenantId(id) ? ctx.loaders.tenantById.load(id) : null),
  },
};
