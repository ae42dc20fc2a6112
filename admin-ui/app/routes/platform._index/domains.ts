import { stateOf, worstState } from '#app/components/ui/assessment.tsx';
import type { State } from '#app/components/ui/status.tsx';
import { formatCount, formatMoney, formatPercent, plural } from '#app/lib/format.ts';
import { sectionsFor, type DashboardRights, type SectionName } from './overview-request.ts';
import type { PlatformSnapshot } from './snapshot.ts';
import { healthCounts } from './verdict/verdict.ts';

/** One entry of the strip below the verdict: how a domain stands, in a few words. */
export type Domain = { anchor: string; name: string; state: State; text: string };

const names: Record<SectionName, string> = {
  health: 'Platform health',
  tenants: 'Tenant health',
  usage: 'Usage and capacity',
  revenue: 'Revenue',
  security: 'Security',
  incidents: 'Incidents',
};

/** The domains a role may read, in the order of the page; one whose source did not answer says so. */
export function domainsOf(snapshot: PlatformSnapshot, rights: DashboardRights): Domain[] {
  return sectionsFor(rights).map((section) => ({
    anchor: section === 'tenants' ? 'risk' : section,
    name: names[section],
    ...(summaries[section](snapshot) ?? { state: 'neutral' as const, text: 'No data' }),
  }));
}

type Summary = { state: State; text: string } | null;

const summaries: Record<SectionName, (snapshot: PlatformSnapshot) => Summary> = {
  health: ({ health: { platformHealth } }) => {
    if (platformHealth === null) return null;
    const { worst, text } = healthCounts(platformHealth);
    return { state: worst, text };
  },
  tenants: ({ health: { fleetHealth } }) => {
    if (fleetHealth === null) return null;
    const { atRisk, atRiskAssessment } = fleetHealth;
    return {
      state: stateOf[atRiskAssessment.state],
      text: atRisk === 0 ? 'None at risk' : `${formatCount(atRisk)} at risk`,
    };
  },
  usage: ({ health: { usage } }) => {
    if (usage === null) return null;
    const rate = usage.executions24h === 0 ? null : usage.failures24h / usage.executions24h;
    const limited = usage.rateLimitedTenants24h;
    const others = [
      usage.failureRateAssessment.state,
      usage.apiErrorRateAssessment.state,
      usage.storageAssessment.state,
    ];
    return {
      state: stateOf[worstState([usage.rateLimitedAssessment.state, ...others])],
      text:
        limited > 0
          ? `${formatCount(limited)} over rate limit`
          : rate === null
            ? 'No executions in 24 h'
            : `${formatPercent(rate)} failed`,
    };
  },
  revenue: ({ revenue: { revenue } }) => {
    if (revenue === null) return null;
    const { delinquentAssessment, exceptionsAssessment, mrrAssessment, trialsAssessment } = revenue;
    const states = [delinquentAssessment, exceptionsAssessment, mrrAssessment, trialsAssessment];
    return {
      state: stateOf[worstState(states.map(({ state }) => state))],
      text:
        revenue.delinquentTenants > 0
          ? `${formatMoney(revenue.overdue, 'overview')} past due`
          : revenue.aboveLimit > 0
            ? `${formatCount(revenue.aboveLimit)} above limit`
            : `${formatMoney(revenue.mrr, 'overview')} a month`,
    };
  },
  security: ({ security: { activity } }) => {
    if (activity === null) return null;
    const { signInFailuresAssessment, keyCreationAssessment, adminActionsAssessment } = activity;
    const states = [signInFailuresAssessment, keyCreationAssessment, adminActionsAssessment];
    const signals = activity.signInFailureSignals + activity.keyCreationSpikes;
    return {
      state: stateOf[worstState(states.map(({ state }) => state))],
      text: signals === 0 ? 'No signals' : plural(signals, 'signal'),
    };
  },
  incidents: ({ incidents: { figures } }) => {
    if (figures === null) return null;
    return {
      state: stateOf[figures.assessment.state],
      text: figures.open === 0 ? 'None open' : `${formatCount(figures.open)} open`,
    };
  },
};
