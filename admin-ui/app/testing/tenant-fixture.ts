const asOf = '2026-11-20T09:42:00.000Z';

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
    plan: { name: 'Pro', monthlyPrice: { amountCents: 9_900, currency: 'EUR' } },
    subscription: {
      status: 'ACTIVE',
      startedAt: '2024-03-14T10:22:51.000Z',
      trialEndsAt: null,
      canceledAt: null,
      mrr: { amountCents: 9_900, currency: 'EUR' },
    },
    unpaidPayments: [],
    auditEntries: [
      {
        id: 'a1',
        at: asOf,
        action: 'tenant.create',
        callerKind: 'USER',
        callerName: 'Mara Keller',
        actorName: null,
        after: null,
      },
    ],
    health: {
      asOf,
      lastEventAt: asOf,
      day: { executions: 675, failures: 212, failureRate: 0.314, p95DurationMs: 900 },
      inRange: {
        executions: 675,
        failures: 212,
        failureRate: 0.314,
        p50DurationMs: 210,
        p95DurationMs: 900,
        apiRequests: 4_120,
        apiErrors: 4,
      },
      series: {
        stepSeconds: 3600,
        points: [
          { at: '2026-11-20T08:00:00.000Z', executions: 300, failures: 2 },
          { at: '2026-11-20T09:00:00.000Z', executions: 375, failures: 210 },
        ],
      },
      workflows: [
        {
          workflow: 'send-call-sheet',
          executions: 198,
          failures: 171,
          failureRate: 0.864,
          p95DurationMs: 900,
          lastFailedAt: asOf,
          errors: [{ code: 'SMTP_535', message: 'credentials expired', count: 171, lastAt: asOf }],
        },
      ],
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
    },
    ...changes,
  };
}
