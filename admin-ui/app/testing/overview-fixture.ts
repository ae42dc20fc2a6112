import type {
  IncidentFiguresPartFragment,
  OpenIncidentPartFragment,
  RevenuePartFragment,
  SecurityActivityPartFragment,
} from '#app/gql/graphql.ts';
import { aFleet, anAtRiskTenant, aPlatformHealth, aRank, asOf, aUsage, isFine } from './platform-fixture.ts';

const eur = (amountCents: number) => ({ amountCents, currency: 'EUR' });

export function aRevenue(changes: Partial<RevenuePartFragment> = {}): RevenuePartFragment {
  return {
    asOf,
    mrr: eur(2_516_000),
    mrr30dAgo: eur(2_423_900),
    mrrMovement30d: { new: eur(39_600), expansion: eur(62_400), contraction: eur(0), churn: eur(-9_900) },
    mrrByMonth: [
      { month: '2026-10-01T00:00:00.000Z', mrr: eur(2_423_900) },
      { month: '2026-11-01T00:00:00.000Z', mrr: eur(2_516_000) },
    ],
    mrrAssessment: { state: 'OK', warnAt: -0.05, criticalAt: null },
    delinquentTenants: 2,
    overdue: eur(69_800),
    delinquentAssessment: { state: 'CRITICAL', warnAt: 1, criticalAt: 2 },
    trials: { running: 5, started30d: 7, expiring7d: 1, converted30d: 4 },
    trialsAssessment: isFine(5),
    entitlementExceptions: 1,
    aboveLimit: 1,
    overridesInForce: 0,
    exceptionsAssessment: { state: 'WARN', warnAt: 1, criticalAt: null },
    planDistribution: [
      { tenants: 14, plan: { key: 'free', name: 'Free' }, mrr: eur(0) },
      { tenants: 27, plan: { key: 'pro', name: 'Pro' }, mrr: eur(267_300) },
    ],
    ...changes,
  };
}

export function aSecurityActivity(
  changes: Partial<SecurityActivityPartFragment> = {},
): SecurityActivityPartFragment {
  return {
    asOf,
    adminActions24h: 37,
    adminActionsPrevious24h: 42,
    failedSignIns24h: 148,
    signInFailureSignals: 1,
    keyCreationSpikes: 0,
    adminActionsAssessment: isFine(500),
    signInFailuresAssessment: { state: 'WARN', warnAt: 1, criticalAt: null },
    keyCreationAssessment: isFine(1),
    ...changes,
  };
}

export function incidentFigures(
  changes: Partial<IncidentFiguresPartFragment> = {},
): IncidentFiguresPartFragment {
  return { asOf, open: 0, critical: 0, unassigned: 0, resolved7d: 2, assessment: isFine(1), ...changes };
}

export function anOpenIncident(changes: Partial<OpenIncidentPartFragment> = {}): OpenIncidentPartFragment {
  return {
    id: 'incident-1',
    number: 41,
    title: 'assign-substitutes times out',
    severity: 'CRITICAL',
    status: 'INVESTIGATING',
    leadName: 'Mara Keller',
    openedAt: '2026-11-20T04:34:00.000Z',
    updatedAt: '2026-11-20T09:38:00.000Z',
    tenantCount: 1,
    tenants: [{ id: 'tenant-1' }],
    tenantNames: ['Hanse Sinfonietta'],
    ...changes,
  };
}

/** What the overview answers, section by section, as the API answers it. */
export const overviewAnswers = {
  health: { platformHealth: aPlatformHealth() },
  tenants: {
    fleetHealth: aFleet(),
    atRiskTenants: [anAtRiskTenant()],
    byFailureRate: [
      aRank(),
      aRank({ name: 'Coro Alto Minho', value: 0.125, count: 300, tenant: { id: 'tenant-2' } }),
    ],
    byDrift: [],
    byCredentialFailures: [],
  },
  usage: {
    usage: aUsage(),
    byExecutions: [aRank({ value: 6_418, count: 6_418, total: null, riskState: 'OK' })],
    byWorkflows: [],
    byEnvironments: [],
    rateLimitBreaches: [],
  },
  revenue: {
    revenue: aRevenue(),
    expiringTrials: [
      {
        id: 'subscription-1',
        trialEndsAt: '2026-11-22T09:00:00.000Z',
        plan: { name: 'Pro' },
        tenantName: 'Ulster Youth Strings',
        tenant: { id: 'tenant-3' },
      },
    ],
    delinquentTenants: [
      {
        payments: 2,
        oldestDueAt: '2026-10-28T00:00:00.000Z',
        failureReason: 'Card expired',
        owed: eur(59_900),
        tenantName: 'Teatro San Felice',
        tenant: { id: 'tenant-4' },
      },
    ],
    entitlementExceptions: {
      nodes: [
        {
          id: 'exception-1',
          tenantName: 'Elbe Philharmonie',
          kind: 'ABOVE_LIMIT',
          since: asOf,
          tenant: { id: 'tenant-5' },
          usage: {
            used: 64,
            limit: 50,
            planLimit: 50,
            measuredAt: asOf,
            assessment: { state: 'CRITICAL' },
            entitlement: { key: 'workflows', name: 'Workflows', unit: 'COUNT', period: 'NOW' },
            override: null,
          },
        },
      ],
    },
  },
  security: {
    securityActivity: aSecurityActivity(),
    adminActions: [
      {
        id: 'entry-1',
        at: '2026-11-20T09:41:00.000Z',
        action: 'tenant.suspend',
        actedBy: 'Mara Keller',
        targetName: 'Camerata Vistula',
        targetType: 'Tenant',
        targetId: 'tenant-7',
        tenantName: 'Camerata Vistula',
        tenant: { id: 'tenant-7' },
      },
      {
        id: 'entry-2',
        at: '2026-11-20T09:40:00.000Z',
        action: 'membership.remove',
        actedBy: 'Mara Keller',
        targetName: null,
        targetType: 'Membership',
        targetId: '6e1f0c52-3a54-4f0e-9d52-7d5a3c1b2f10',
        tenantName: 'Harz Kammerphilharmonie',
        tenant: { id: 'tenant-9' },
      },
    ],
    signInFailureSignals: [
      {
        tenantName: 'Tagus Sinfonia',
        failures: 148,
        accounts: 1,
        pattern: 'ONE_ACCOUNT',
        lastAt: asOf,
        tenant: { id: 'tenant-6' },
        assessment: { state: 'WARN', warnAt: 20, criticalAt: null },
      },
      {
        tenantName: null,
        failures: 4,
        accounts: 3,
        pattern: 'SPREAD',
        lastAt: asOf,
        tenant: null,
        assessment: { state: 'OK', warnAt: 20, criticalAt: null },
      },
    ],
    keyCreationSignals: [],
  },
  incidents: { incidentFigures: incidentFigures(), openIncidents: [] },
};
