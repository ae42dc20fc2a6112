import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '@intendant/kit/clock';
import type { Context } from '@intendant/kit/context';
import { createIncidentLoaders, type IncidentLoaders } from './incident/incident-loaders.ts';
import { createJobLoaders, type JobLoaders } from './job/dead-letter-loader.ts';
import type { HealthSettings } from './settings.ts';
import {
  createTenantHealthLoaders,
  type TenantHealthLoaders,
} from './tenant-health/tenant-health-loaders.ts';

export type HealthLoaders = TenantHealthLoaders & IncidentLoaders & JobLoaders;

export type HealthContext = Context<HealthLoaders, HealthSettings>;

export function createHealthLoaders(source: { em: EntityManager; clock: Clock }): HealthLoaders {
  return {
    ...createTenantHealthLoaders(source),
    ...createIncidentLoaders(source),
    ...createJobLoaders(source),
  };
}
