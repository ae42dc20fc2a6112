import { z } from '#app/lib/schema.ts';
import { tenantRoles } from '#app/components/user-words.ts';

export const membershipSchema = z.object({
  tenantIds: z
    .array(z.string(), { error: 'Choose a tenant.' })
    .min(1, 'Choose a tenant.')
    .max(1, 'Choose one tenant.'),
  tenantRole: z.enum(tenantRoles, { error: 'Choose a role.' }),
});
