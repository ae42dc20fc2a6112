import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '@intendant/kit/clock';
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
    executionFigures: grouped(({ range }, ids) => readExecutionFigures(em, ids, range, clock.now())),
    executionSeries: grouped(({ range }, ids) => readExecutionSeries(em, ids, range, clock.now())),
    workflows: grouped(({ range, first }, ids) => readWorkflows(em, ids, range, first, clock.now())),
    drift: grouped(({ first }, ids) => readDrift(em, ids, first, clock.now())),
    credentials: grouped(({ first }, ids) => readCredentials(em, ids, first, clock.now())),
  };
}

/** A loader that reads all tenants asked for with the same arguments at once. */
function grouped<K extends { tenantId: string }, V>(
  read: (key: K, tenantIds: string[]) => Promise<ReadonlyMap<string, V>>,
): DataLoader<K, V> {
  return new DataLoader<K, V>(
    async (keys) => {
      const groups = new Map<string, [K, ...K[]]>();
      for (const key of keys) {
        const args = JSON.stringify({ ...key, tenantId: null });
        const group = groups.get(args);
        if (group) {
          group.push(key);
        } else {
          groups.set(args, [key]);
        }
      }
      const values = new Map<string, V>();
      await Promise.all(
        [...groups.values()].map(async (group) => {
          const found = await read(
            group[0],
            group.map(({ tenantId }) => tenantId),
          );
          for (const key of group) {
            const value = found.get(key.tenantId);
            if (value !== undefined) {
              values.set(JSON.stringify(key), value);
            }
          }
        }),
      );
      return keys.map(
        (key) => values.get(JSON.stringify(key)) ?? new Error('Figures of a tenant are missing.'),
      );
    },
    { cache: false },
  );
}
