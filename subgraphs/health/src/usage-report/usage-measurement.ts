/** What a tenant uses, as the job `billing:record-usage` takes it: instants in ISO 8601, UTC. */
export interface UsageMeasurement extends UsageFigures {
  tenantId: string;
  measuredAt: string;
}

/** The figures of a measurement. They are kept as they were reported last, so that only changes are reported again. */
export interface UsageFigures {
  /** Executions since `monthStart`, the first instant of the current month. */
  executionsMonth: number;
  monthStart: string;
  /** Requests since `dayStart`, the first instant of today. */
  apiRequestsDay: number;
  dayStart: string;
  /** As counted last; null when the tenant's application never counted. */
  workflows: number | null;
  environments: number | null;
  storageBytes: number | null;
}

/** The most tenants one `billing:record-usage` takes. */
export const measurementsAtOnce = 500;
