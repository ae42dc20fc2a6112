import type { Freshness } from '@intendant/kit/cache/section-cache';
import type { SecurityContext } from '../context.ts';
import type { Assessment } from '../generated/resolvers.ts';
import { adminActionFigures } from './admin-actions.ts';
import { assess } from './assess.ts';
import { authoriseSignals } from './authorise-signals.ts';
import { keyCreations } from './key-creation-signals.ts';
import { signInFailures } from './sign-in-failure-signals.ts';

export interface SecurityActivity {
  adminActions24h: number;
  adminActionsPrevious24h: number;
  adminActionsAssessment: Assessment;
  failedSignIns24h: number;
  signInFailureSignals: number;
  signInFailuresAssessment: Assessment;
  keyCreationSpikes: number;
  keyCreationAssessment: Assessment;
  asOf: Date;
}

/**
 * What people and programs did on the platform, and what looks suspicious. Cached; three statements when nothing is,
 * whatever the number of tenants and entries. Platform callers only.
 */
export async function securityActivity(
  ctx: SecurityContext,
  freshness?: Freshness,
): Promise<SecurityActivity> {
  authoriseSignals(ctx);
  const [actions, failures, keys] = await Promise.all([
    adminActionFigures(ctx, freshness),
    signInFailures(ctx, freshness),
    keyCreations(ctx, freshness),
  ]);
  const warnAt = await ctx.settings.get('security.admin-actions-warn');
  const criticalAt = await ctx.settings.get('security.admin-actions-critical');
  return {
    adminActions24h: actions.last24h,
    adminActionsPrevious24h: actions.previous24h,
    adminActionsAssessment: assess(actions.last24h, warnAt, criticalAt),
    failedSignIns24h: failures.total,
    signInFailureSignals: notOk(failures.signals),
    signInFailuresAssessment: failures.assessment,
    keyCreationSpikes: notOk(keys.signals),
    keyCreationAssessment: keys.assessment,
    // The figures are kept apart; together they are as old as the oldest of them.
    asOf: [actions.asOf, failures.asOf, keys.asOf].reduce((oldest, asOf) => (asOf < oldest ? asOf : oldest)),
  };
}

function notOk(signals: readonly { assessment: Assessment }[]): number {
  return signals.filter(({ assessment }) => assessment.state !== 'OK').length;
}
