import { z } from '#app/lib/schema.ts';
import { reasonSchema } from '#app/lib/reason-form.ts';

const ids = z.array(z.string()).min(1).max(100);

export const reactivateSchema = z.object({ id: ids });

/** Suspending needs a reason, and the number of tenants typed: so that nobody suspends more than they think. */
export function suspendManySchema(count: number) {
  const hint = `Type ${count}, the number of tenants to suspend.`;
  return reasonSchema.extend({
    id: ids,
    count: z
      .string({ error: hint })
      .trim()
      .refine((value) => value === String(count), hint),
  });
}
