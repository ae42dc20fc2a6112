/** Says that figures of tenants changed; announced in the transaction that changed them. */
export const healthChangedTopic = 'health-changed';

/** Says that the platform's own figures changed: requests of the gateway, samples of the queue and the database. */
export const platformChangedTopic = 'platform-health-changed';

/** Which tenants changed; null for more than fit into a message. */
export interface HealthChange {
  tenantIds: readonly string[] | null;
}

// 150 ids of 36 characters fit into the 7,900 bytes of a notification with room to spare.
const maximumTenants = 150;

/** The messages that announce changes of these tenants. */
export function messagesFor(tenantIds: ReadonlySet<string>): HealthChange[] {
  if (tenantIds.size === 0) {
    return [];
  }
  return [{ tenantIds: tenantIds.size <= maximumTenants ? [...tenantIds] : null }];
}

/** Whether a message on the topic concerns a tenant; what we do not understand concerns everybody. */
export function concerns(payload: unknown, tenantId: string): boolean {
  const tenantIds =
    payload !== null && typeof payload === 'object' && 'tenantIds' in payload ? payload.tenantIds : null;
  return !Array.isArray(tenantIds) || tenantIds.includes(tenantId);
}
