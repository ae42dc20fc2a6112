/** A workflow is named by its tenant and its name; the two as one text, for loaders. */
export type WorkflowId = string;

export function workflowId({ tenantId, workflow }: { tenantId: string; workflow: string }): WorkflowId {
  return `${tenantId}/${workflow}`;
}

/** The tenants and the names, one of each for every id. */
export function fromWorkflowId(ids: readonly WorkflowId[]): { tenantIds: string[]; workflows: string[] } {
  const border = (id: WorkflowId): number => id.indexOf('/');
  return {
    tenantIds: ids.map((id) => id.slice(0, border(id))),
    workflows: ids.map((id) => id.slice(border(id) + 1)),
  };
}

/** What the rows of each workflow come to, also for one without rows. */
export function byWorkflow<R extends { tenantId: string; workflow: string }, V>(
  ids: readonly WorkflowId[],
  rows: readonly R[],
  toValue: (rows: R[]) => V,
): Map<WorkflowId, V> {
  const groups = new Map<WorkflowId, R[]>(ids.map((id) => [id, []]));
  for (const row of rows) {
    groups.get(workflowId(row))?.push(row);
  }
  return new Map([...groups].map(([id, found]) => [id, toValue(found)]));
}
