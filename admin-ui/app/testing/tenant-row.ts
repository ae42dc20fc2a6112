/** A row of the tenant list as the API answers it. */
export function aTenantRow(changes: Record<string, unknown> = {}) {
  return {
    tenant: { id: 'tenant-1' },
    name: 'Hanse Sinfonietta',
    slug: 'hanse',
    status: 'ACTIVE',
    isDemo: false,
    planName: 'Pro',
    isTrialing: false,
    mrr: { amountCents: 9_900, currency: 'EUR' },
    isDelinquent: false,
    isAtRisk: false,
    riskState: 'OK',
    clauses: [] as object[],
    executions24h: 675,
    failureRate24h: 0.012,
    rateLimited24h: 0,
    storageBytes: 3_800_000_000,
    createdAt: '2024-03-14T10:22:51.000Z',
    lastEventAt: null,
    ...changes,
  };
}
