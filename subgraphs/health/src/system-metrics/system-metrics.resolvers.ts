import type { Resolvers } from '../generated/resolvers.ts';
import { readApiPoints } from './read-api-points.ts';
import { readDatabasePoints } from './read-database-points.ts';
import { readOperations } from './read-operations.ts';
import { readQueuePoints } from './read-queue-points.ts';
import { readServices } from './read-services.ts';
import { systemMetrics } from './system-metrics.ts';

export const systemMetricsResolvers: Resolvers = {
  Query: {
    systemMetrics: (_, { window }, ctx) => systemMetrics(ctx, window),
  },
  SystemMetrics: {
    api: (window, _, ctx) => readApiPoints(ctx, window),
    queue: (window, _, ctx) => readQueuePoints(ctx, window),
    database: (window, _, ctx) => readDatabasePoints(ctx, window),
    operations: (window, { first }, ctx) => readOperations(ctx, window, first),
    services: (window, _, ctx) => readServices(ctx, window),
  },
};
