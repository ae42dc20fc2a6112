import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import { codeOf } from '../database/code-of.ts';
import type { ParsedEvent } from './parse-events.ts';

const dayMs = 86_400_000;
const maximumAttempts = 6;
const noPartition = '23514';
const retryable = new Set(['40001', '40P01', noPartition]);

// Days this process has seen a partition for. Events of days whose partition is dropped are refused by their age.
const knownDays = new Set<number>();

/**
 * Does the work once there is a partition for the day of every event, and again when it lost against a concurrent
 * batch: a deadlock or a serialization failure rolls the whole batch back, so that repeating it is safe.
 */
export async function withPartitionsAndRetries<T>(
  ctx: HealthContext,
  events: readonly ParsedEvent[],
  work: () => Promise<T>,
): Promise<T> {
  const days = new Set(events.map(({ occurredAt }) => Math.floor(occurredAt.getTime() / dayMs)));
  for (let attempt = 1; ; attempt += 1) {
    for (const day of days) {
      if (!knownDays.has(day)) {
        await createPartition(ctx.em, new Date(day * dayMs));
        knownDays.add(day);
      }
    }
    try {
      return await work();
    } catch (error) {
      const code = codeOf(error);
      if (!retryable.has(code) || attempt >= maximumAttempts) {
        throw error;
      }
      if (code === noPartition) {
        days.forEach((day) => knownDays.delete(day));
      }
      // Growing and random, so that two batches do not meet again at once.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
    }
  }
}

/** Makes the daily partition that holds `day`, unless it is there. */
export async function createPartition(em: EntityManager, day: Date): Promise<void> {
  await executeSql(em, 'select create_event_partition(?::date)', [day.toISOString().slice(0, 10)]);
}
