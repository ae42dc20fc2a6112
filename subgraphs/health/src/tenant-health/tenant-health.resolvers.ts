import { connectionArgs } from '@intendant/kit/pagination';
import { UserError } from '@intendant/kit/errors';
import type { Resolvers } from '../generated/resolvers.ts';
import { readableSummary } from './readable-summary.ts';

const maximumItems = 50;

export const tenantHealthResolvers: Resolvers = {
  Tenant: {
    __resolveReference: ({ id }) => ({ id }),
    health: ({ id }, _, ctx) => readableSummary(ctx, id),
  },
  TenantHealth: {
    executions: ({ tenantId }, { range }, ctx) => ctx.loaders.executionFigures.load({ tenantId, range }),
    series: ({ tenantId }, { range }, ctx) => ctx.loaders.executionSeries.load({ tenantId, range }),
    workflows: ({ tenantId }, { range, first }, ctx) =>
      ctx.loaders.workflows.load({ tenantId, range, first: atMost(first) }),
    drift: ({ tenantId }, { first }, ctx) => ctx.loaders.drift.load({ tenantId, first: atMost(first) }),
    credentials: ({ tenantId }, { first }, ctx) =>
      ctx.loaders.credentials.load({ tenantId, first: atMost(first) }),
    resources: ({ workflows, environments, storageBytes, countedAt }) =>
      countedAt === null || workflows === null || environments === null || storageBytes === null
        ? null
        : { workflows, environments, storageBytes, countedAt },
    risk: (summary) => summary,
    asOf: (_, __, ctx) => ctx.clock.now(),
  },
  TenantRisk: {
    tenant: ({ tenantId }) => ({ id: tenantId }),
    state: ({ riskState }) => riskState,
    since: ({ atRiskSince }) => atRiskSince,
    // Before its first evaluation a tenant has no events, and the rule says OK of it at any time.
    evaluatedAt: ({ evaluatedAt, createdAt }) => evaluatedAt ?? createdAt,
  },
};

function atMost(first: number | null | undefined): number {
  const items = connectionArgs({ first: first ?? 10 }).first;
  if (items > maximumItems) {
    throw new UserError('BAD_INPUT', `first must be between 1 and ${maximumItems}.`, ['first']);
  }
  return items;
}
