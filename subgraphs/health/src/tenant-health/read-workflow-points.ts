import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { WorkflowPoint } from '../generated/resolvers.ts';
import { endOf, hourlySteps, startsOf, type FigureWindow } from '../rollup/window-stretches.ts';
import { byWorkflow, fromWorkflowId, type WorkflowId } from './workflow-id.ts';

interface Row {
  tenantId: string;
  workflow: string;
  at: number;
  executions: number;
  failures: number;
}

/** Each workflow's executions step by step, the steps without any included. */
export async function readWorkflowPoints(
  em: EntityManager,
  ids: readonly WorkflowId[],
  window: FigureWindow,
  now: Date,
): Promise<Map<WorkflowId, WorkflowPoint[]>> {
  const steps = hourlySteps(window, now);
  const end = endOf(window, steps);
  const { tenantIds, workflows } = fromWorkflowId(ids);
  const rows = await executeSql<Row>(
    em,
    `select p.tenant_id as "tenantId", p.workflow, (extract(epoch from p.starts_at) * 1000)::double precision as at,
       p.executions::double precision, p.failures::double precision
     from unnest(?::uuid[], ?::text[]) as w (tenant_id, workflow)
     join workflow_${steps.step === 'day' ? 'day' : 'hour'} p using (tenant_id, workflow)
     where p.starts_at >= ?::timestamptz and (?::timestamptz is null or p.starts_at < ?::timestamptz)`,
    [tenantIds, workflows, steps.from, end, end],
  );
  const starts = startsOf(steps);
  return byWorkflow(ids, rows, (found) => {
    const byStart = new Map(found.map((row) => [row.at, row]));
    return starts.map((at) => ({
      at: new Date(at),
      executions: byStart.get(at)?.executions ?? 0,
      failures: byStart.get(at)?.failures ?? 0,
    }));
  });
}
