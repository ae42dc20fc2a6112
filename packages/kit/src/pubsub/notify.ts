import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { executeSql } from '../database/execute-sql.ts';
import { InvariantError } from '../errors.ts';
import type { PubSub } from './pubsub.ts';

/** The one channel of PostgreSQL on which all messages travel. */
export const channel = 'intendant';
// PostgreSQL refuses a NOTIFY payload of 8,000 bytes or more.
const maximumMessageBytes = 7_900;

interface Announcement {
  id: string;
  messages: Set<string>;
}

/** The pub/sub of the process, by the configuration that all entity managers of an ORM share. */
const ownPubSubs = new WeakMap<object, PubSub>();
const announcements = new WeakMap<object, Announcement>();

/**
 * From now on whoever listens in this very process hears of a message as soon as its transaction is committed, before
 * the one who committed goes on: who made a change then reads it, from caches too. Its notification, which tells all
 * other processes, is ignored here when it arrives.
 */
export function hearOwnMessages({ config, em }: MikroORM, pubsub: PubSub): void {
  ownPubSubs.set(config, pubsub);
  em.getEventManager().registerSubscriber({
    async afterTransactionCommit({ transaction }) {
      if (transaction) {
        announcements.get(transaction)?.messages.forEach((message) => pubsub.deliver(message));
      }
    },
  });
}

/**
 * Announces a message when the transaction commits, and not at all when it rolls back; at once outside of one. The same
 * message twice in a transaction is one. Throws `InvariantError` when it is larger than 7,900 bytes: send an id and let
 * the listener read.
 */
export async function notify(em: EntityManager, topic: string, payload: unknown = null): Promise<void> {
  const pubsub = ownPubSubs.get(em.config);
  const transaction: object | undefined = em.getTransactionContext();
  const { id, messages } = announcementOf(transaction, pubsub);
  const message = JSON.stringify({ topic, payload, id });
  if (Buffer.byteLength(message) > maximumMessageBytes) {
    throw new InvariantError(`The message on ${topic} is too large for NOTIFY.`);
  }
  await executeSql(em, 'select pg_notify(?, ?)', [channel, message]);
  if (transaction) {
    messages.add(message);
  } else {
    pubsub?.deliver(message);
  }
}

/** Messages of one transaction share an id, so that PostgreSQL still sees that two are the same. */
function announcementOf(transaction: object | undefined, pubsub: PubSub | undefined): Announcement {
  const known = transaction && announcements.get(transaction);
  if (known) {
    return known;
  }
  const announcement = { id: pubsub?.nextMessageId() ?? '', messages: new Set<string>() };
  if (transaction) {
    announcements.set(transaction, announcement);
  }
  return announcement;
}
