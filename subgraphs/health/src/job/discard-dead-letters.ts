import { appendAudits } from '@intendant/kit/audit/append-audit';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import { notify } from '@intendant/kit/pubsub/notify';
import { z } from 'zod';
import type { HealthContext } from '../context.ts';
import type { DiscardDeadLettersInput } from '../generated/resolvers.ts';
import { platformChangedTopic } from '../live/health-changed.ts';
import { deadLetterIdsSchema } from './dead-letter-ids.ts';
import { redactNullable } from './redact-text.ts';
import { shownPayload, wholeExtent } from './shown-payload.ts';

const schema = z.object({
  ids: deadLetterIdsSchema,
  reason: z
    .string()
    .trim()
    .min(3, 'Say why in 3 characters at least.')
    .max(500, 'Say why in 500 characters at most.')
    .refine((text) => !text.includes('\0'), 'must not contain NUL'),
});

interface Discarded {
  id: string;
  task: string;
  payload: unknown;
  attempts: number;
  error: string | null;
}

/**
 * Removes dead letters for good; what each of them was stays on record, without secrets. Returns the ids of those that
 * were removed; what is no dead letter any more is left alone, so that a repeat changes nothing. For the platform only.
 * Throws `BAD_INPUT`.
 */
export async function discardDeadLetters(
  ctx: HealthContext,
  input: DiscardDeadLettersInput,
): Promise<string[]> {
  authorise(ctx, 'jobs:write');
  requirePlatformCaller(ctx);
  const { ids, reason } = parseInput(schema, input);

  return ctx.em.transactional(async (em) => {
    const rows = await executeSql<Discarded>(
      em,
      `select id::text, task, payload, attempts, error from platform.discard_dead_letters(?::bigint[]) as d
       order by d.id`,
      [ids],
    );
    await appendAudits(
      em,
      ctx,
      rows.map(({ id, task, payload, attempts, error }) => ({
        action: 'dead-letter.discard',
        target: { type: 'DeadLetter', id, name: task },
        tenantId: null,
        before: { payload: shownPayload(payload, wholeExtent), attempts, error: redactNullable(error) },
        after: { reason },
      })),
    );
    if (rows.length > 0) {
      await notify(em, platformChangedTopic);
    }
    return rows.map(({ id }) => id);
  });
}
