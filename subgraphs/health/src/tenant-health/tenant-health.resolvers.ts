import { UserError } from '@intendant/kit/errors';
import { connectionArgs } from '@intendant/kit/pagination';
import type { Resolvers } from '../generated/resolvers.ts';
import { openIncidentOf } from '../incident/open-incident-of.ts';
import { figureWindow } from '../rollup/window-stretches.ts';
import { failedExecutions } from './failed-executions.ts';
import { readableSummary } from './readable-summary.ts';
import { workflowId } from './workflow-id.ts';

const maximumItems = 50;

export const tenantHealthResolvers: Resolvers = {
  Tenant: {
    __resolveReference: ({ id }) => ({ id }),
    health: ({ id }, _, ctx) => readableSummary(ctx, id),
  },
  TenantHealth: {
    executions: ({ tenantId }, { range, window }, ctx) =>
      ctx.loaders.executionFigures.load({ tenantId, window: figureWindow(window, range, ctx.clock.now()) }),
    series: ({ tenantId }, { range, window }, ctx) =>
      ctx.loaders.executionSeries.load({ tenantId, window: figureWindow(window, range, ctx.clock.now()) }),
    workflows: ({ tenantId }, { range, window, first }, ctx) =>
      ctx.loaders.workflows.load({
        tenantId,
        window: figureWindow(window, range, ctx.clock.now()),
        first: atMost(first),
      }),
    failedExecutions: ({ tenantId }, args, ctx) => failedExecutions(ctx, tenantId, args),
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
  WorkflowFigures: {
    points: (workflow, _, ctx) =>
      ctx.loaders.workflowPoints.load({ id: workflowId(workflow), window: workflow.window }),
    failingSince: async (workflow, _, ctx) =>
      (await ctx.loaders.failingSince.load({ id: workflowId(workflow) })).failingSince,
  },
  TenantRisk: {
    tenant: ({ tenantId }) => ({ id: tenantId }),
    mrr: ({ mrrCents, currency }) => ({ amountCents: mrrCents, currency }),
    state: ({ riskState }) => riskState,
    openIncident: (risk, _, ctx) => openIncidentOf(ctx, risk),
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
