import type { RestResource } from './rest-resource.ts';
import { auditLogs } from './resources/audit-logs.ts';
import { enforcementExceptions } from './resources/enforcement-exceptions.ts';
import { incidents } from './resources/incidents.ts';
import { overview } from './resources/overview.ts';
import { tenantHealth } from './resources/tenant-health.ts';
import { tenants } from './resources/tenants.ts';

/** Everything REST serves below /api/, in the order of the OpenAPI document. */
export const restResources: readonly RestResource[] = [
  overview,
  tenants,
  tenantHealth,
  auditLogs,
  enforcementExceptions,
  incidents,
];
