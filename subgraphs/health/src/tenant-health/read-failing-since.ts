import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { instant } from '../tenant-summary/tenant-summary-row.ts';
import { byWorkflow, fromWorkflowId, type WorkflowId } from './workflow-id.ts';

interface Row {
  tenantId: string;
  workflow: string;
  failingSince: string | null;
}

/**
 * Since when each workflow has failed in every hour it ran: the first hour with failures after the last one without.
 * Hours without executions tell nothing and break nothing.
 */
export async function readFailingSince(
  em: EntityManager,
  ids: readonly WorkflowId[],
): Promise<Map<WorkflowId, { failingSince: string | null }>> {
  const { tenantIds, workflows } = fromWorkflowId(ids);
  const rows = await executeSql<Row>(
    em,
    `select w.tenant_id as "tenantId", w.workflow, ${instant('f.starts_at')} as "failingSince"
     from unnest(?::uuid[], ?::text[]) as w (tenant_id, workflow)
     left join lateral (
       select starts_at from workflow_hour
       where tenant_id = w.tenant_id and workflow = w.workflow and failures = 0 and executions > 0
       order by starts_at desc limit 1) as well on true
     left join lateral (
       select starts_at from workflow_hour
       where tenant_id = w.tenant_id and workflow = w.workflow and failures > 0
         and starts_at > coalesce(well.starts_at, '-infinity')
       order by starts_at limit 1) as f on true`,
    [tenantIds, workflows],
  );
  return byWorkflow(ids, rows, ([row]) => ({ failingSince: row?.failingSince ?? null }));
}
