import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '@intendant/kit/clock';
import { groupedLoader } from '../database/grouped-loader.ts';
import type {
  CredentialHealth,
  EnvironmentDrift,
  ExecutionFigures,
  ExecutionSeries,
  TimeRange,
  WorkflowFigures,
} from '../generated/resolvers.ts';
import type { TenantSummaryRow } from '../tenant-summary/tenant-summary-row.ts';
import { readCredentials } from './read-credentials.ts';
import { readDrift } from './read-drift.ts';
import { readExecutionFigures } from './read-execution-figures.ts';
import { readExecutionSeries } from './read-execution-series.ts';
import { readTenantSummaries } from './read-tenant-summaries.ts';
import { readWorkflows } from './read-workflows.ts';

interface ByRange {
  tenantId: string;
  range: TimeRange;
}

interface ByFirst {
  tenantId: string;
  first: number;
}

/**
 * A tenant's figures, batched: one statement for each field and its arguments, however many tenants are asked for. They
 * remember nothing, because the context of a subscription lives as long as the subscription.
 */
export interface TenantHealthLoaders {
  tenantSummary: DataLoader<string, TenantSummaryRow | null>;
  executionFigures: DataLoader<ByRange, ExecutionFigures>;
  executionSeries: DataLoader<ByRange, ExecutionSeries>;
  workflows: DataLoader<ByRange & ByFirst, WorkflowFigures[]>;
  drift: DataLoader<ByFirst, EnvironmentDrift[]>;
  credentials: DataLoader<ByFirst, CredentialHealth[]>;
}

export function createTenantHealthLoaders(source: { em: EntityManager; clock: Clock }): TenantHealthLoaders {
  const { em, clock } = source;
  return {
    tenantSummary: new DataLoader(
      async (ids) => {
        const rows = await readTenantSummaries(em, ids);
        return ids.map((id) => rows.get(id.toLowerCase()) ?? null);
      },
      { cache: false },
    ),
    executionFigures: groupedLoader('tenantId', ({ range }, ids) =>
      readExecutionFigures(em, ids, range, clock.now()),
    ),
    executionSeries: groupedLoader('tenantId', ({ range }, ids) =>
      readExecutionSeries(em, ids, range, clock.now()),
    ),
    workflows: groupedLoader('tenantId', ({ range, first }, ids) =>
      readWorkflows(em, ids, range, first, clock.now()),
    ),
    drift: groupedLoader('tenantId', ({ first }, ids) => readDrift(em, ids, first, clock.now())),
    credentials: groupedLoader('tenantId', ({ first }, ids) => readCredentials(em, ids, first, clock.now())),
  };
}
