import { z } from '#app/lib/schema.ts';
import type { IncidentPartFragment } from '#app/gql/graphql.ts';

const settableSchema = z.object({
  title: z.string(),
  severity: z.string(),
  status: z.string(),
  lead: z.string(),
  tenantIds: z.array(z.string()),
});
export type Settable = z.infer<typeof settableSchema>;

/** What a form was filled with; it sends it back, so that the action knows what was changed in it. */
export function settableOf(incident: IncidentPartFragment): Settable {
  return {
    title: incident.title,
    severity: incident.severity,
    status: incident.status,
    lead: incident.lead?.id ?? '',
    tenantIds: (incident.tenants ?? []).map((tenant) => tenant.id),
  };
}

/** What a form sent back of `settableOf`; null when it is damaged or missing, and everything counts as changed. */
export function readSettable(text: unknown): Settable | null {
  try {
    return settableSchema.parse(JSON.parse(String(text)));
  } catch {
    return null;
  }
}

/** The fields of a form that differ from what it was filled with. Tenants have no order. */
export function changedFields<Values extends Partial<Settable>>(
  values: Values,
  before: Settable | null,
): Partial<Values> {
  if (before === null) return values;
  const isSame = (name: string, value: unknown) => {
    const was: unknown = before[name as keyof Settable];
    return Array.isArray(value) && Array.isArray(was)
      ? value.toSorted().join() === was.toSorted().join()
      : value === was;
  };
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !isSame(name, value)),
  ) as Partial<Values>;
}
