import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { TenantsContext } from '../context.ts';
import { recordTenantChange } from './record-tenant-change.ts';
import { refuseTakenSlug } from './refuse-taken-slug.ts';
import { slugSchema } from './slug.ts';
import { contactEmailSchema, tenantNameSchema } from './tenant-fields.ts';
import { initialTenantState, TenantEntity, type Tenant } from './tenant.entity.ts';

const schema = z.object({
  name: tenantNameSchema,
  slug: slugSchema,
  contactEmail: contactEmailSchema,
  /** Only for the demo fleet, whose identifiers are the same on every machine. Not part of the SDL. */
  id: z.guid().optional(),
  /** Marks a tenant of the demo fleet. Not part of the SDL. */
  isDemo: z.boolean().optional(),
});

/**
 * Creates a tenant whose slug nobody else holds, also when two ask for it at once. Platform callers only. Throws
 * `UserError` `BAD_INPUT` for malformed fields and reserved slugs, `ALREADY_EXISTS` for a slug in use.
 */
export async function createTenant(ctx: TenantsContext, input: z.input<typeof schema>): Promise<Tenant> {
  authorise(ctx, 'tenants:write');
  requirePlatformCaller(ctx);
  const { id = randomUUID(), isDemo = false, ...details } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      const tenant = em.create(TenantEntity, initialTenantState({ id, isDemo, ...details }, ctx.clock.now()));
      em.persist(tenant);
      await refuseTakenSlug(tenant.slug, () => em.flush());
      await recordTenantChange(em, ctx, {
        event: 'tenant.created',
        action: 'tenant.create',
        tenant,
        before: null,
      });
      return tenant;
    },
    { clear: true },
  );
}
