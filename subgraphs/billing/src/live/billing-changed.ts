import type { EntityManager } from '@mikro-orm/postgresql';
import { notify } from '@intendant/kit/pubsub/notify';
import { settingsTopic } from '@intendant/kit/settings/settings';
import type { BillingContext } from '../context.ts';

/** Says that a figure of billing changed; announced in the transaction that changed it. */
export const billingChangedTopic = 'billing-changed';

/** What the sections of billing depend on: its figures, and the thresholds they are judged by. */
export const sectionTopics: readonly string[] = [billingChangedTopic, settingsTopic];

/** Announces a change with the transaction. */
export async function notifyBillingChanged(em: EntityManager): Promise<void> {
  await notify(em, billingChangedTopic);
}

/**
 * Runs a change of billing's figures in one transaction that announces it, with an entity manager that has read nothing
 * yet. Once it is committed this process knows of it at once, so that whoever made a change reads it.
 */
export async function changeBilling<T>(
  ctx: BillingContext,
  change: (em: EntityManager) => Promise<T>,
): Promise<T> {
  return ctx.em.transactional(
    async (em) => {
      const changed = await change(em);
      await notifyBillingChanged(em);
      return changed;
    },
    { clear: true },
  );
}
