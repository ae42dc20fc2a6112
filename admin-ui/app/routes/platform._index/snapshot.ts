import { readFragment } from '#app/gql/fragment-masking.ts';
import type {
  AtRiskTenantPartFragment,
  FleetHealthPartFragment,
  PlatformHealthChangedSubscription,
  PlatformHealthPartFragment,
  PlatformOverviewQuery,
  RevenuePartFragment,
  TenantRankPartFragment,
  UsagePartFragment,
} from '#app/gql/graphql.ts';
import {
  AtRiskTenantFragment,
  FleetHealthFragment,
  PlatformHealthFragment,
  RevenueFragment,
  TenantRankFragment,
  UsageFragment,
} from './documents.ts';

type Ranks = readonly TenantRankPartFragment[] | null;

/** Everything the dashboard shows. A section is null when its source did not answer or the caller may not see it. */
export type PlatformSnapshot = {
  /** When the lists were read; the sections carry their own instant. */
  asOf: string;
  platformHealth: PlatformHealthPartFragment | null;
  fleetHealth: FleetHealthPartFragment | null;
  usage: UsagePartFragment | null;
  atRiskTenants: readonly AtRiskTenantPartFragment[] | null;
  byFailureRate: Ranks;
  byDrift: Ranks;
  byCredentialFailures: Ranks;
  byExecutions: Ranks;
  revenue: RevenuePartFragment | null;
};

type Change = PlatformHealthChangedSubscription['platformHealthChanged'];

/** The loaded page. The cached lists are as old as the section they come with. */
export function loadedSnapshot(data: PlatformOverviewQuery, now: Date): PlatformSnapshot {
  const sections = readSections(data);
  return {
    ...sections,
    asOf: sections.fleetHealth?.asOf ?? sections.usage?.asOf ?? now.toISOString(),
    revenue: readFragment(RevenueFragment, data.revenue) ?? null,
  };
}

export function changedSnapshot(change: Change): PlatformSnapshot {
  return { ...readSections(change), asOf: change.asOf, revenue: null };
}

function readSections(data: Omit<PlatformOverviewQuery, '__typename' | 'revenue'> | Change) {
  return {
    platformHealth: readFragment(PlatformHealthFragment, data.platformHealth) ?? null,
    fleetHealth: readFragment(FleetHealthFragment, data.fleetHealth) ?? null,
    usage: readFragment(UsageFragment, data.usage) ?? null,
    atRiskTenants: readFragment(AtRiskTenantFragment, data.atRiskTenants) ?? null,
    byFailureRate: readFragment(TenantRankFragment, data.byFailureRate) ?? null,
    byDrift: readFragment(TenantRankFragment, data.byDrift) ?? null,
    byCredentialFailures: readFragment(TenantRankFragment, data.byCredentialFailures) ?? null,
    byExecutions: readFragment(TenantRankFragment, data.byExecutions) ?? null,
  };
}

/** Section by section the newer of two; an older instant or a missing section never replaces what is shown. */
export function mergeSnapshots(shown: PlatformSnapshot, incoming: PlatformSnapshot): PlatformSnapshot {
  const lists = isNewer(shown.asOf, incoming.asOf) ? shown : incoming;
  const otherLists = lists === shown ? incoming : shown;
  return {
    asOf: lists.asOf,
    platformHealth: newer(shown.platformHealth, incoming.platformHealth),
    fleetHealth: newer(shown.fleetHealth, incoming.fleetHealth),
    usage: newer(shown.usage, incoming.usage),
    revenue: newer(shown.revenue, incoming.revenue),
    atRiskTenants: lists.atRiskTenants ?? otherLists.atRiskTenants,
    byFailureRate: lists.byFailureRate ?? otherLists.byFailureRate,
    byDrift: lists.byDrift ?? otherLists.byDrift,
    byCredentialFailures: lists.byCredentialFailures ?? otherLists.byCredentialFailures,
    byExecutions: lists.byExecutions ?? otherLists.byExecutions,
  };
}

function newer<Section extends { asOf: string }>(
  shown: Section | null,
  incoming: Section | null,
): Section | null {
  if (incoming === null || shown === null) return incoming ?? shown;
  return isNewer(shown.asOf, incoming.asOf) ? shown : incoming;
}

function isNewer(a: string, b: string): boolean {
  return Date.parse(a) > Date.parse(b);
}
