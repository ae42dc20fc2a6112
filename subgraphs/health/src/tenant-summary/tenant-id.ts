import { isUuid } from '../database/is-uuid.ts';

/** Whether a text can be a tenant's id at all. */
export function isTenantId(text: string): boolean {
  return isUuid(text);
}
