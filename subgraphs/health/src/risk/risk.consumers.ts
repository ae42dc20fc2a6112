import { defineConsumer, type ConsumerDefinition } from '@intendant/kit/events/consumer';
import { enqueue } from '@intendant/kit/jobs/enqueue';
import type { HealthContext } from '../context.ts';
import { riskSettings } from './risk-thresholds.ts';

/**
 * A changed threshold makes every verdict due at once, not with the next minute. The job evaluates them in batches of
 * their own; several changes that follow one another are one job.
 */
export const riskConsumers: readonly ConsumerDefinition[] = [
  defineConsumer<{ key: string }, HealthContext>({
    name: 'health:follow-risk-settings',
    event: 'setting.changed',
    handle: async ({ em }, { data }) => {
      if (riskSettings.includes(data.key)) {
        await enqueue(em, 'health:evaluate-risk', {}, { jobKey: 'health:evaluate-risk changed thresholds' });
      }
    },
  }),
];
