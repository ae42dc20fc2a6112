import { assess, type Assessment } from '../assess.ts';
import type { BillingContext } from '../context.ts';

export interface AssessedFigures {
  mrrCents: number;
  mrr30dAgoCents: number;
  delinquentTenants: number;
  trialsExpiring7d: number;
  /** How many limits are exceeded. */
  aboveLimit: number;
}

export interface RevenueAssessments {
  mrrAssessment: Assessment;
  delinquentAssessment: Assessment;
  trialsAssessment: Assessment;
  exceptionsAssessment: Assessment;
}

/** How the figures of revenue stand against the thresholds in the settings. */
export async function assessRevenue(
  { settings }: Pick<BillingContext, 'settings'>,
  figures: AssessedFigures,
): Promise<RevenueAssessments> {
  return {
    mrrAssessment: assessMrr(figures, {
      warn: await settings.get('billing.mrr-fall-warn'),
      critical: await settings.get('billing.mrr-fall-critical'),
    }),
    delinquentAssessment: assess(figures.delinquentTenants, {
      warnAt: await settings.get('billing.delinquent-tenants-warn'),
      criticalAt: await settings.get('billing.delinquent-tenants-critical'),
    }),
    trialsAssessment: assess(figures.trialsExpiring7d, {
      warnAt: await settings.get('billing.trials-expiring-warn'),
      criticalAt: null,
    }),
    exceptionsAssessment: assess(figures.aboveLimit, {
      warnAt: await settings.get('billing.exceptions-warn'),
      criticalAt: await settings.get('billing.exceptions-critical'),
    }),
  };
}

/** Of nothing there is no share: without revenue 30 days ago there is nothing to judge a change by. */
function assessMrr(
  { mrrCents, mrr30dAgoCents }: AssessedFigures,
  fall: { warn: number; critical: number },
): Assessment {
  const share = mrr30dAgoCents > 0 ? (mrr30dAgoCents - mrrCents) / mrr30dAgoCents : null;
  const { state } = assess(share, { warnAt: fall.warn, criticalAt: fall.critical });
  // Told as a change, of which a fall is negative.
  return { state, warnAt: -fall.warn, criticalAt: -fall.critical };
}
