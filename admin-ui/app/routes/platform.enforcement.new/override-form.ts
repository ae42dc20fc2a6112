import { z } from '#app/lib/schema.ts';
import { reasonSchema } from '#app/lib/reason-form.ts';

const dayMs = 86_400_000;

/** `12,000`, `12 000` or `10 GB`: a whole number, with a decimal unit for bytes; null when it is none. */
export function readLimit(text: string): number | null {
  const match = /^([\d., ]+?)\s*(B|kB|MB|GB|TB)?$/i.exec(text.trim());
  if (!match) return null;
  const unit = (match[2] ?? 'B').toLowerCase();
  const power = ['b', 'kb', 'mb', 'gb', 'tb'].indexOf(unit);
  // Without a unit a separator groups thousands; before a unit a point divides.
  const digits = power > 0 ? (match[1] ?? '').replace(/[, ]/g, '') : (match[1] ?? '').replace(/[., ]/g, '');
  const value = Math.round(Number(digits) * 1000 ** power);
  return digits !== '' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

export const grantOverrideSchema = reasonSchema
  .extend({
    tenantIds: z
      .array(z.string(), { error: 'Choose a tenant.' })
      .min(1, 'Choose a tenant.')
      .max(1, 'An override is granted to one tenant at a time.'),
    entitlementKey: z.string({ error: 'Choose what the override is of.' }),
    limit: z.string().optional(),
    isUnlimited: z.literal('on').optional(),
    // The day in UTC on which the override ends, at its end.
    until: z
      .string({ error: 'Say until when.' })
      .regex(/^\d{4}-\d\d-\d\d$/, 'Write a day, for example 2027-01-31.'),
  })
  .refine(({ limit, isUnlimited }) => isUnlimited !== undefined || readLimit(limit ?? '') !== null, {
    path: ['limit'],
    error: 'Write a whole number, for storage with a unit: 25,000 or 10 GB.',
    // Also when another field is missing, so that everything is said at once.
    when: () => true,
  })
  .refine(({ until }) => !(endOf(until) <= Date.now()), {
    path: ['until'],
    error: 'Choose a day in the future.',
  });

/** The last instant of a day in UTC. */
export function endOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) + dayMs - 1;
}
