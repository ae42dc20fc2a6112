import type { IdentifiedCaller } from '@intendant/kit/identity/caller';
import { overviewScopes } from './operation.ts';

/** Stock gateways authenticate nobody, so every request they forward is this caller's. */
export const stockCaller: IdentifiedCaller = {
  kind: 'key',
  id: '00000000-0000-4000-8000-000000000001',
  name: 'benchmark',
  tenantId: null,
  permissions: overviewScopes,
  actor: null,
  credentialId: null,
  eventsPerSecond: null,
};
