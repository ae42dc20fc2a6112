import { z } from 'zod';
import { UserError } from '@intendant/kit/errors';
import { authorise } from '@intendant/kit/identity/authorise';
import { notify } from '@intendant/kit/pubsub/notify';
import type { HealthContext } from '../context.ts';
import { healthChangedTopic, messagesFor } from '../live/health-changed.ts';
import { evaluationSchedulerOf } from '../risk/evaluation-scheduler.ts';
import { InvalidEventsError, type EventError } from './event-error.ts';
import { parseEvents, type ParsedEvent } from './parse-events.ts';
import { resolveTenants } from './resolve-tenants.ts';
import { storeEvents } from './store-events.ts';
import { withPartitionsAndRetries } from './with-partitions-and-retries.ts';

export const maximumBatchSize = 1_000;

const batchSchema = z.array(z.unknown()).max(maximumBatchSize);

export interface IngestResult {
  accepted: number;
  duplicates: number;
}

/**
 * Stores a batch of CloudEvents, all or nothing, and returns once they are durable. An event whose source and id were
 * seen within 30 days changes nothing, whatever its other attributes say. Throws `InvalidEventsError` with the reason
 * for each refused event, `UserError('BAD_INPUT')` for an empty batch and for more than 1,000 events.
 */
export async function ingestEvents(ctx: HealthContext, batch: readonly unknown[]): Promise<IngestResult> {
  const caller = authorise(ctx, 'events:write');
  if (batch.length === 0 || !batchSchema.safeParse(batch).success) {
    throw new UserError('BAD_INPUT', `Send between 1 and ${maximumBatchSize} events.`, ['input', 'events']);
  }
  const { events, errors } = parseEvents(batch, ctx.clock.now());
  const tenantIds = await resolveTenants(ctx, caller.tenantId, events, errors);
  if (errors.length > 0) {
    throw new InvalidEventsError(errors.sort((a: EventError, b: EventError) => a.index - b.index));
  }

  const distinct = withoutRepeats(events);
  const accepted = await withPartitionsAndRetries(ctx, distinct, () =>
    ctx.em.transactional(async (em) => {
      const count = await storeEvents(em, distinct, tenantIds, ctx.clock.now());
      if (count > 0) {
        for (const message of messagesFor(new Set(tenantIds.values()))) {
          await notify(em, healthChangedTopic, message);
        }
      }
      return count;
    }),
  );
  if (accepted > 0) {
    evaluationSchedulerOf(ctx).schedule();
  }
  return { accepted, duplicates: batch.length - accepted };
}

/** The first of each source and id; the others would be repeats of it. */
function withoutRepeats(events: readonly ParsedEvent[]): ParsedEvent[] {
  const seen = new Set<string>();
  return events.filter(({ source, id }) => {
    // NUL cannot occur in either, so the pair is unambiguous.
    const key = `${source}\0${id}`;
    return !seen.has(key) && seen.add(key);
  });
}
