const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text can be an id at all; PostgreSQL refuses to compare anything else with one. */
export function isUuid(text: string): boolean {
  return pattern.test(text);
}
