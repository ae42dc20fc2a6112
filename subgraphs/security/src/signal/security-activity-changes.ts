import { auditAppendedTopic } from '@intendant/kit/audit/append-audit';
import { changeStream } from '@intendant/kit/pubsub/change-stream';
import { settingsTopic } from '@intendant/kit/settings/settings';
import type { SecurityContext } from '../context.ts';
import { signInRefusedTopic } from '../session/record-sign-in-failure.ts';
import { authoriseSignals } from './authorise-signals.ts';
import { securityActivity } from './security-activity.ts';

export type SecurityActivityEvent = { securityActivityChanged: { asOf: Date } };

/**
 * An event at once, one after somebody changed something or was refused, at most four a second, and one when the figures
 * moved because time passed. What is told is computed only when it is selected. Platform callers only.
 */
export function securityActivityChanges(ctx: SecurityContext): AsyncIterableIterator<SecurityActivityEvent> {
  authoriseSignals(ctx);
  let told = '';
  return changeStream<SecurityActivityEvent>({
    pubsub: ctx.pubsub,
    topics: [auditAppendedTopic, signInRefusedTopic, settingsTopic],
    next: async (cause) => {
      if (cause !== 'change') {
        const figures = JSON.stringify({ ...(await securityActivity(ctx)), asOf: null });
        const isSame = figures === told;
        told = figures;
        if (cause === 'heartbeat' && isSame) {
          return null;
        }
      }
      return { value: { securityActivityChanged: { asOf: ctx.clock.now() } } };
    },
  });
}
