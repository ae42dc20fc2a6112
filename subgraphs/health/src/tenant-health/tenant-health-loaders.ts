import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '@intendant/kit/clock';
import { groupedLoader } from '../database/grouped-loader.ts';
import type {
  CredentialHealth,
  EnvironmentDrift,
  ExecutionFigures,
  FailedExecution,
  WorkflowPoint,
} from '../generated/resolvers.ts';
import type { Series } from '../rollup/to-series.ts';
import type { FigureWindow } from '../rollup/window-stretches.ts';
import type { TenantSummaryRow } from '../tenant-summary/tenant-summary-row.ts';
import type { FailedExecutionsPage } from './failed-executions.ts';
import { readCredentials } from './read-credentials.ts';
import { readDrift } from './read-drift.ts';
import { readExecutionFigures } from './read-execution-figures.ts';
import { readExecutionSeries } from './read-execution-series.ts';
import { readFailedExecutions } from './read-failed-executions.ts';
import { readFailingSince } from './read-failing-since.ts';
import { readRateLimited } from './read-rate-limited.ts';
import { readTenantSummaries } from './read-tenant-summaries.ts';
import { readWorkflowPoints } from './read-workflow-points.ts';
import { readWorkflows, type WorkflowRow } from './read-workflows.ts';
import type { WorkflowId } from './workflow-id.ts';

interface ByWindow {
  tenantId: string;
  window: FigureWindow;
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
  executionFigures: DataLoader<ByWindow, ExecutionFigures>;
  executionSeries: DataLoader<ByWindow, Series>;
  workflows: DataLoader<ByWindow & ByFirst, WorkflowRow[]>;
  workflowPoints: DataLoader<{ id: WorkflowId; window: FigureWindow }, WorkflowPoint[]>;
  failingSince: DataLoader<{ id: WorkflowId }, { failingSince: string | null }>;
  failedExecutions: DataLoader<FailedExecutionsPage & { tenantId: string }, FailedExecution[]>;
  rateLimited: DataLoader<{ tenantId: string }, { rejected: number }>;
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
    executionFigures: groupedLoader('tenantId', ({ window }, ids) =>
      readExecutionFigures(em, ids, window, clock.now()),
    ),
    executionSeries: groupedLoader('tenantId', ({ window }, ids) =>
      readExecutionSeries(em, ids, window, clock.now()),
    ),
    workflows: groupedLoader('tenantId', ({ window, first }, ids) =>
      readWorkflows(em, ids, window, first, clock.now()),
    ),
    workflowPoints: groupedLoader('id', ({ window }, ids) =>
      readWorkflowPoints(em, ids, window, clock.now()),
    ),
    failingSince: groupedLoader('id', (_, ids) => readFailingSince(em, ids)),
    failedExecutions: groupedLoader('tenantId', (page, ids) => readFailedExecutions(em, ids, page)),
    rateLimited: groupedLoader('tenantId', (_, ids) => readRateLimited(em, ids, clock.now())),
    drift: groupedLoader('tenantId', ({ first }, ids) => readDrift(em, ids, first, clock.now())),
    credentials: groupedLoader('tenantId', ({ first }, ids) => readCredentials(em, ids, first, clock.now())),
  };
}
