/** A fact of one subgraph as others receive it. `data` is the aggregate's full state, so the latest event says it all. */
export interface DomainEvent<D extends object = Record<string, unknown>> {
  id: string;
  /** `<aggregate>.<what happened>`, such as `tenant.created`. */
  type: string;
  aggregateType: string;
  aggregateId: string;
  /** Counts up by one for each event of the aggregate. */
  version: number;
  tenantId: string | null;
  data: D;
  /** ISO 8601. */
  occurredAt: string;
  requestId: string | null;
}
