import { readFragment } from '#app/gql/fragment-masking.ts';
import type {
  AdminActionPartFragment,
  AtRiskTenantPartFragment,
  DelinquentTenantPartFragment,
  ExceptionPartFragment,
  ExpiringTrialPartFragment,
  FleetHealthPartFragment,
  IncidentFiguresPartFragment,
  IncidentsChangedSubscription,
  KeyCreationPartFragment,
  OpenIncidentPartFragment,
  PlatformHealthChangedSubscription,
  PlatformHealthPartFragment,
  PlatformOverviewQuery,
  RateLimitBreachPartFragment,
  RevenueChangedSubscription,
  RevenuePartFragment,
  SecurityActivityChangedSubscription,
  SecurityActivityPartFragment,
  SignInFailurePartFragment,
  TenantRankPartFragment,
  UsagePartFragment,
} from '#app/gql/graphql.ts';
import {
  PlatformHealthFragment,
  RateLimitBreachFragment,
  UsageFragment,
} from './platform-health/health-documents.ts';
import { IncidentFiguresFragment, OpenIncidentFragment } from './incidents/incident-documents.ts';
import type { ExecutionsWindow } from './overview-request.ts';
import {
  DelinquentTenantFragment,
  ExceptionFragment,
  ExpiringTrialFragment,
  RevenueFragment,
} from './revenue/revenue-documents.ts';
import {
  AdminActionFragment,
  KeyCreationFragment,
  SecurityActivityFragment,
  SignInFailureFragment,
} from './security/security-documents.ts';
import {
  AtRiskTenantFragment,
  FleetHealthFragment,
  TenantRankFragment,
} from './tenant-health/tenant-documents.ts';

type List<Item> = readonly Item[] | null;

// A part is what one source answers. Its lists are as old as the part; sections in it carry their own instant.
// A value is null when its source did not answer, or when it was not asked for.

export type HealthPart = {
  asOf: string;
  platformHealth: PlatformHealthPartFragment | null;
  fleetHealth: FleetHealthPartFragment | null;
  usage: UsagePartFragment | null;
  atRiskTenants: List<AtRiskTenantPartFragment>;
  byFailureRate: List<TenantRankPartFragment>;
  byDrift: List<TenantRankPartFragment>;
  byCredentialFailures: List<TenantRankPartFragment>;
  byExecutions24h: List<TenantRankPartFragment>;
  byExecutions7d: List<TenantRankPartFragment>;
  byWorkflows: List<TenantRankPartFragment>;
  byEnvironments: List<TenantRankPartFragment>;
  rateLimitBreaches: List<RateLimitBreachPartFragment>;
};

export type RevenuePart = {
  asOf: string;
  revenue: RevenuePartFragment | null;
  expiringTrials: List<ExpiringTrialPartFragment>;
  delinquentTenants: List<DelinquentTenantPartFragment>;
  exceptions: List<ExceptionPartFragment>;
};

export type SecurityPart = {
  asOf: string;
  activity: SecurityActivityPartFragment | null;
  adminActions: List<AdminActionPartFragment>;
  signInFailures: List<SignInFailurePartFragment>;
  keyCreations: List<KeyCreationPartFragment>;
};

export type IncidentsPart = {
  asOf: string;
  figures: IncidentFiguresPartFragment | null;
  open: List<OpenIncidentPartFragment>;
};

/** Everything the dashboard shows. */
export type PlatformSnapshot = {
  health: HealthPart;
  revenue: RevenuePart;
  security: SecurityPart;
  incidents: IncidentsPart;
};

/** The loaded page, or the one section that was asked for again. */
export function loadedSnapshot(
  data: PlatformOverviewQuery,
  executions: ExecutionsWindow,
  now: Date,
): PlatformSnapshot {
  const health = readHealth(data, executions);
  const revenue = readFragment(RevenueFragment, data.revenue) ?? null;
  const activity = readFragment(SecurityActivityFragment, data.securityActivity) ?? null;
  const figures = readFragment(IncidentFiguresFragment, data.incidentFigures) ?? null;
  const loadedAt = now.toISOString();
  return {
    health: { ...health, asOf: health.fleetHealth?.asOf ?? health.usage?.asOf ?? loadedAt },
    revenue: {
      asOf: revenue?.asOf ?? loadedAt,
      revenue,
      expiringTrials: readFragment(ExpiringTrialFragment, data.expiringTrials) ?? null,
      delinquentTenants: readFragment(DelinquentTenantFragment, data.delinquentTenants) ?? null,
      exceptions: readFragment(ExceptionFragment, data.entitlementExceptions?.nodes) ?? null,
    },
    security: {
      asOf: activity?.asOf ?? loadedAt,
      activity,
      adminActions: readFragment(AdminActionFragment, data.adminActions) ?? null,
      signInFailures: readFragment(SignInFailureFragment, data.signInFailureSignals) ?? null,
      keyCreations: readFragment(KeyCreationFragment, data.keyCreationSignals) ?? null,
    },
    incidents: {
      asOf: figures?.asOf ?? loadedAt,
      figures,
      open: readFragment(OpenIncidentFragment, data.openIncidents) ?? null,
    },
  };
}

export function changedHealth(
  { platformHealthChanged: change }: PlatformHealthChangedSubscription,
  executions: ExecutionsWindow,
): HealthPart {
  return { ...readHealth(change, executions), asOf: change.asOf };
}

export function changedRevenue({ revenueChanged: change }: RevenueChangedSubscription): RevenuePart {
  return {
    asOf: change.asOf,
    revenue: readFragment(RevenueFragment, change.revenue) ?? null,
    expiringTrials: readFragment(ExpiringTrialFragment, change.expiringTrials) ?? null,
    delinquentTenants: readFragment(DelinquentTenantFragment, change.delinquentTenants) ?? null,
    exceptions: readFragment(ExceptionFragment, change.entitlementExceptions?.nodes) ?? null,
  };
}

export function changedSecurity({
  securityActivityChanged: change,
}: SecurityActivityChangedSubscription): SecurityPart {
  return {
    asOf: change.asOf,
    activity: readFragment(SecurityActivityFragment, change.securityActivity) ?? null,
    adminActions: readFragment(AdminActionFragment, change.adminActions) ?? null,
    signInFailures: readFragment(SignInFailureFragment, change.signInFailureSignals) ?? null,
    keyCreations: readFragment(KeyCreationFragment, change.keyCreationSignals) ?? null,
  };
}

export function changedIncidents({ incidentChanged: change }: IncidentsChangedSubscription): IncidentsPart {
  const figures = readFragment(IncidentFiguresFragment, change.figures);
  return {
    asOf: figures.asOf,
    figures,
    open: readFragment(OpenIncidentFragment, change.openIncidents) ?? null,
  };
}

type HealthAnswer = PlatformOverviewQuery | PlatformHealthChangedSubscription['platformHealthChanged'];

function readHealth(data: HealthAnswer, executions: ExecutionsWindow): Omit<HealthPart, 'asOf'> {
  const byExecutions = readFragment(TenantRankFragment, data.byExecutions) ?? null;
  return {
    platformHealth: readFragment(PlatformHealthFragment, data.platformHealth) ?? null,
    fleetHealth: readFragment(FleetHealthFragment, data.fleetHealth) ?? null,
    usage: readFragment(UsageFragment, data.usage) ?? null,
    atRiskTenants: readFragment(AtRiskTenantFragment, data.atRiskTenants) ?? null,
    byFailureRate: readFragment(TenantRankFragment, data.byFailureRate) ?? null,
    byDrift: readFragment(TenantRankFragment, data.byDrift) ?? null,
    byCredentialFailures: readFragment(TenantRankFragment, data.byCredentialFailures) ?? null,
    byExecutions24h: executions === '24h' ? byExecutions : null,
    byExecutions7d: executions === '7d' ? byExecutions : null,
    byWorkflows: readFragment(TenantRankFragment, data.byWorkflows) ?? null,
    byEnvironments: readFragment(TenantRankFragment, data.byEnvironments) ?? null,
    rateLimitBreaches: readFragment(RateLimitBreachFragment, data.rateLimitBreaches) ?? null,
  };
}
