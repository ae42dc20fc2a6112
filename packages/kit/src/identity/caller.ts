import type { Permission } from './permissions.ts';

export interface AnonymousCaller {
  kind: 'anonymous';
}

/**
 * Who makes a request. `tenantId` null is the platform, which sees every tenant; anything else confines the caller
 * to that tenant. `actor` is the person really acting while a user is impersonated. `credentialId` is the session
 * or key used, `eventsPerSecond` a key's own ingestion limit.
 */
export interface IdentifiedCaller {
  kind: 'user' | 'key' | 'service';
  id: string;
  name: string;
  tenantId: string | null;
  permissions: readonly Permission[];
  actor: { id: string; name: string } | null;
  credentialId: string | null;
  eventsPerSecond: number | null;
}

export type Caller = AnonymousCaller | IdentifiedCaller;

export const anonymousCaller: AnonymousCaller = { kind: 'anonymous' };

/** The caller our own processes act as: jobs, consumers, the gateway's internal operations. */
export function serviceCaller(name: string): IdentifiedCaller {
  return {
    kind: 'service',
    id: `service:${name}`,
    name,
    tenantId: null,
    permissions: ['service:internal'],
    actor: null,
    credentialId: null,
    eventsPerSecond: null,
  };
}

export function hasPermission(caller: Caller, permission: Permission): boolean {
  return caller.kind !== 'anonymous' && caller.permissions.includes(permission);
}
