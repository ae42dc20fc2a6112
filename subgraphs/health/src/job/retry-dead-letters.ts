import { appendAudits } from '@intendant/kit/audit/append-audit';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import { notify } from '@intendant/kit/pubsub/notify';
import { z } from 'zod';
import type { HealthContext } from '../context.ts';
import type { RetryDeadLettersInput } from '../generated/resolvers.ts';
import { platformChangedTopic } from '../live/health-changed.ts';
import { deadLetterIdsSchema } from './dead-letter-ids.ts';
import { readDeadLetters } from './read-dead-letters.ts';
import { redactNullable } from './redact-text.ts';

const schema = z.object({ ids: deadLetterIdsSchema });

/**
 * Lets dead letters be tried again from the start, each on record; returns the ids of those that will be. What is no
 * dead letter any more is left alone, so that a repeat changes nothing. For the platform only. Throws `BAD_INPUT`.
 */
export async function retryDeadLetters(ctx: HealthContext, input: RetryDeadLettersInput): Promise<string[]> {
  authorise(ctx, 'jobs:write');
  requirePlatformCaller(ctx);
  const { ids } = parseInput(schema, input);

  return ctx.em.transactional(async (em) => {
    const letters = await readDeadLetters(em, ids);
    const rows = await executeSql<{ id: string }>(
      em,
      'select id::text from platform.retry_dead_letters(?::bigint[]) as r (id) order by r.id',
      [ids],
    );
    const letterOf = new Map(letters.map((letter) => [letter.id, letter]));
    await appendAudits(
      em,
      ctx,
      rows.map(({ id }) => {
        const letter = letterOf.get(id);
        return {
          action: 'dead-letter.retry',
          target: { type: 'DeadLetter', id, name: letter?.name ?? null },
          tenantId: null,
          before: { attempts: letter?.attempts ?? null, error: redactNullable(letter?.error ?? null) },
          after: { attempts: 0 },
        };
      }),
    );
    if (rows.length > 0) {
      await notify(em, platformChangedTopic);
    }
    return rows.map(({ id }) => id);
  });
}
