import type { SubmissionResult } from '@conform-to/react';

export type PickedTenant = { id: string; name: string };

/** The fields by which a form looks for tenants before JavaScript; a tenant's name goes along with its id. */
export const searchFields = {
  text: 'tenantSearch',
  find: 'findTenants',
  named: 'namedTenants',
  searched: 'searchedTenants',
} as const;

export type TenantChoice = {
  chosen: readonly PickedTenant[];
  /** Found, and not chosen. */
  offers: readonly PickedTenant[];
  /** What was searched for before JavaScript; null when nothing was. */
  searched: string | null;
};

/** What a form that came back said of tenants in the field of that name; else those chosen from the start. */
export function readTenantChoice(
  result: Pick<SubmissionResult, 'initialValue'> | null | undefined,
  name: string,
  chosen: readonly PickedTenant[],
): TenantChoice {
  const sent = result?.initialValue;
  if (!sent) return { chosen, offers: [], searched: null };
  const named = valuesOf(sent[searchFields.named]).flatMap(readNamedTenant);
  const known = new Map([...chosen, ...named].map((tenant) => [tenant.id, tenant]));
  const ids = valuesOf(sent[name]);
  return {
    chosen: ids.map((id) => known.get(id) ?? { id, name: id }),
    offers: named.filter(({ id }) => !ids.includes(id)),
    searched: searchFields.searched in sent ? (valuesOf(sent[searchFields.searched])[0] ?? '') : null,
  };
}

export function writeNamedTenant({ id, name }: PickedTenant): string {
  return JSON.stringify([id, name]);
}

/** None when the value was not written by `writeNamedTenant`. */
export function readNamedTenant(value: unknown): PickedTenant[] {
  try {
    const parsed: unknown = JSON.parse(String(value));
    const [id, name] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
    return typeof id === 'string' && typeof name === 'string' ? [{ id, name }] : [];
  } catch {
    return [];
  }
}

function valuesOf(value: unknown): string[] {
  return [value].flat().filter((each): each is string => typeof each === 'string');
}
