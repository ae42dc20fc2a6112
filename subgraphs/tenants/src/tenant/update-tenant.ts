import { z } from 'zod';
import { ForbiddenError } from '@intendant/kit/errors';
import { authorise } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { TenantsContext } from '../context.ts';
import { loadTenantForChange } from './load-tenant.ts';
import { recordTenantChange, tenantAuditState } from './record-tenant-change.ts';
import { refuseTakenSlug } from './refuse-taken-slug.ts';
import { slugSchema } from './slug.ts';
import { contactEmailSchema, tenantNameSchema } from './tenant-fields.ts';
import { updateDetails, type Tenant } from './tenant.entity.ts';

const schema = z.object({
  id: z.string(),
  name: tenantNameSchema.nullish(),
  slug: slugSchema.nullish(),
  contactEmail: contactEmailSchema.nullish(),
});

/**
 * Changes the given details of a tenant and leaves the rest; nothing is published or audited when nothing differs.
 * A tenant's own callers change name and contact; the slug is an address others rely on, so only the platform
 * changes it. Throws `UserError` `NOT_FOUND`, `BAD_INPUT`, or `ALREADY_EXISTS` for a slug in use, and
 * `ForbiddenError` for a tenant caller that names a slug.
 */
export async function updateTenant(ctx: TenantsContext, input: z.input<typeof schema>): Promise<Tenant> {
  const caller = authorise(ctx, 'tenants:write', { tenantId: input.id });
  const { id, ...changes } = parseInput(schema, input);
  if (caller.tenantId !== null && typeof changes.slug === 'string') {
    throw new ForbiddenError('Only the platform may change a slug.');
  }

  return ctx.em.transactional(
    async (em) => {
      const tenant = await loadTenantForChange(em, id);
      const before = tenantAuditState(tenant);
      if (!updateDetails(tenant, changes, ctx.clock.now())) {
        return tenant;
      }
      await refuseTakenSlug(tenant.slug, () => em.flush());
      await recordTenantChange(em, ctx, { event: 'tenant.updated', action: 'tenant.update', tenant, before });
      return tenant;
    },
    { clear: true },
  );
}
