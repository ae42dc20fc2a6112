const asOf = '2026-11-20T09:42:00.000Z';

/** A workflow that fails most of the time. */
export function aWorkflow(changes: Record<string, unknown> = {}) {
  return {
    workflow: 'send-call-sheet',
    executions: 198,
    failures: 171,
    failureRate: 0.864,
    p95DurationMs: 900,
    lastFailedAt: asOf,
    failingSince: '2026-11-20T08:10:00.000Z',
    points: [{ at: asOf, failures: 171 }],
    errors: [{ code: 'SMTP_535', message: 'credentials expired', count: 171, lastAt: asOf }],
    ...changes,
  };
}

const series = {
  stepSeconds: 3600,
  points: [
    { at: '2026-11-20T08:00:00.000Z', executions: 300, failures: 2, p95DurationMs: 800 },
    { at: '2026-11-20T09:00:00.000Z', executions: 375, failures: 210, p95DurationMs: 900 },
  ],
};

/** The health of a tenant at risk by its failure rate, with what every tab asks for. */
export function aTenantHealth(changes: Record<string, unknown> = {}) {
  const figures = { executions: 675, failures: 212, failureRate: 0.314 };
  return {
    asOf,
    lastActivityAt: asOf,
    day: figures,
    month: { executions: 14_870, failures: 1_204, failureRate: 0.081 },
    monthSeries: { ...series, stepSeconds: 86_400 },
    previousDay: { executions: 500, failureRate: 0.02 },
    previousMonth: { executions: 14_000 },
    dayWorkflows: [aWorkflow()],
    inWindow: {
      ...figures,
      p50DurationMs: 210,
      p95DurationMs: 900,
      apiRequests: 4_120,
      apiErrors: 4,
      driftDetected: 1,
      credentialFailures: 3,
    },
    windowSeries: series,
    windowWorkflows: [aWorkflow()],
    drift: [],
    credentials: [],
    resources: null,
    risk: {
      isAtRisk: true,
      state: 'CRITICAL',
      since: asOf,
      evaluatedAt: asOf,
      clauses: [
        {
          kind: 'FAILURE_RATE',
          value: 0.314,
          threshold: 0.1,
          count: 212,
          total: 675,
          since: null,
          evidence: '212 of 675 executions failed within 24 hours.',
        },
      ],
    },
    ...changes,
  };
}

const price = { amountCents: 9_900, currency: 'EUR' };

/** A tenant as the API answers the tenant page, at risk by its failure rate. */
export function aTenantPage(changes: Record<string, unknown> = {}) {
  return {
    id: 'tenant-1',
    name: 'Hanse Sinfonietta',
    slug: 'hanse',
    contactEmail: 'office@hanse.example',
    status: 'ACTIVE',
    suspensionReason: null,
    suspendedAt: null,
    isDemo: false,
    createdAt: '2024-03-14T10:22:51.000Z',
    isDelinquent: false,
    plan: { key: 'pro', name: 'Pro', monthlyPrice: price },
    subscription: {
      status: 'ACTIVE',
      startedAt: '2024-03-14T10:22:51.000Z',
      trialStartedAt: null,
      trialEndsAt: null,
      trialConvertedAt: null,
      canceledAt: null,
      plan: { key: 'pro', name: 'Pro', monthlyPrice: price },
      mrr: price,
    },
    unpaidPayments: [],
    openIncidents: [],
    memberCount: 24,
    signedInCount: 3,
    activeApiKeyCount: 2,
    health: aTenantHealth(),
    ...changes,
  };
}

/** One limit of the plan, nearly used up. */
export function anEntitlement(changes: Record<string, unknown> = {}) {
  return {
    entitlement: { key: 'executions', name: 'Executions', unit: 'COUNT', period: 'MONTH' },
    used: 9_400,
    limit: 10_000,
    planLimit: 10_000,
    ratio: 0.94,
    measuredAt: asOf,
    assessment: { state: 'WARN', warnAt: 0.8, criticalAt: 1 },
    override: null,
    ...changes,
  };
}

/** A payment that failed and is past its due date. */
export function aPayment(changes: Record<string, unknown> = {}) {
  return {
    id: 'pay-1',
    status: 'FAILED',
    isOverdue: true,
    dueAt: '2026-11-10T00:00:00.000Z',
    failedAt: '2026-11-12T09:00:00.000Z',
    failureReason: 'card declined',
    paidAt: null,
    amount: price,
    ...changes,
  };
}

/** A page of a list that is the only one. */
export function onePage(...nodes: object[]) {
  return { totalCount: nodes.length, pageInfo: { hasNextPage: false, endCursor: null }, nodes };
}
