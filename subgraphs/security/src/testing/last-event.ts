import { publishedEvents } from '@intendant/kit/testing/platform-records';
import type { TestDatabase } from '@intendant/kit/testing/test-database';

/** What was published last of an aggregate; undefined when nothing was. */
export async function lastEvent(
  db: TestDatabase,
  aggregateId: string,
  type: string,
): Promise<{ tenantId: string | null; data: object } | undefined> {
  const events = (await publishedEvents(db, aggregateId)).filter((event) => event.type === type);
  const event = events.at(-1);
  return event && { tenantId: event.tenantId, data: event.data };
}
