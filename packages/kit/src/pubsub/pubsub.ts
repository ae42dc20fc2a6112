import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { silentLog, type Log } from '../log.ts';
import { MessageQueue } from './message-queue.ts';
import { channel } from './notify.ts';

export interface PubSubMessage {
  topic: string;
  payload: unknown;
}

/**
 * Wakes other processes and other parts of this one. A message is lost when nobody listens or a connection breaks:
 * it says "look again", the tables hold the truth.
 */
export interface PubSub {
  /** Messages of the topics from now on. Ends when `return()` is called or the pub/sub closes. */
  subscribe(topics: string | readonly string[]): AsyncIterableIterator<PubSubMessage>;
  /** Calls back for every message of a topic; returns how to stop. */
  listen(topic: string, listener: (payload: unknown) => void): () => void;
  /** Calls back after a lost connection is back: messages in between are gone, so whoever caches must forget. */
  onReconnect(listener: () => void): () => void;
  /**
   * Gives a message, as `notify` writes it, to those who listen in this process. One of this process comes twice, when
   * its transaction is committed and as a notification, in either order, and is given once.
   */
  deliver(message: string): void;
  /** Tells a message of this process from those of others. */
  nextMessageId(): string;
  /** Resolves once messages arrive; subscribing earlier is fine. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

const longestPauseMs = 5_000;
// Messages of this process that were heard once of the two times; more than can be under way at any moment.
const mostHeardOnce = 10_000;

/** Listens on one connection of its own, and reconnects with growing pauses when that breaks. */
export function createPubSub(connectionString: string, log: Log = silentLog): PubSub {
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const reconnectListeners = new Set<() => void>();
  const queues = new Set<MessageQueue<PubSubMessage>>();
  let client: pg.Client | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let attempts = 0;
  const origin = randomUUID();
  let messageCount = 0;
  const heardOnce = new Set<string>();
  let announceReady: () => void = () => {};
  const isReady = new Promise<void>((resolve) => {
    announceReady = resolve;
  });

  /** Whether a message of this process comes for the second time. */
  function isRepeated(text: string): boolean {
    if (heardOnce.delete(text)) {
      return true;
    }
    heardOnce.add(text);
    const [oldest] = heardOnce;
    if (heardOnce.size > mostHeardOnce && oldest !== undefined) {
      heardOnce.delete(oldest);
    }
    return false;
  }

  function deliver(text: string): void {
    try {
      const message: PubSubMessage & { id?: string } = JSON.parse(text);
      if (message.id?.startsWith(origin) && isRepeated(text)) {
        return;
      }
      for (const listener of [...(listeners.get(message.topic) ?? [])]) {
        listener(message.payload);
      }
    } catch (error) {
      log.warn({ err: error }, 'a notification could not be handled');
    }
  }

  function reconnectLater(lost: pg.Client, error?: unknown): void {
    if (closed || client !== lost) {
      return;
    }
    client = null;
    const pause = Math.min(longestPauseMs, 50 * 2 ** attempts);
    attempts += 1;
    log.warn({ err: error, pauseMs: pause }, 'the notification connection is lost; reconnecting');
    timer = setTimeout(() => void connect(true), pause);
  }

  async function connect(isAgain: boolean): Promise<void> {
    const next = new pg.Client({ connectionString, application_name: 'intendant pubsub', keepAlive: true });
    client = next;
    next.on('notification', (message) => deliver(message.payload ?? ''));
    next.on('error', (error) => reconnectLater(next, error));
    next.on('end', () => reconnectLater(next));
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
      attempts = 0;
      announceReady();
      if (isAgain) {
        heardOnce.clear();
        reconnectListeners.forEach((listener) => listener());
      }
    } catch (error) {
      next.end().catch(() => {});
      reconnectLater(next, error);
    }
  }

  void connect(false);

  function listen(topic: string, listener: (payload: unknown) => void): () => void {
    const ofTopic = listeners.get(topic) ?? new Set();
    listeners.set(topic, ofTopic.add(listener));
    return () => {
      ofTopic.delete(listener);
      if (ofTopic.size === 0 && listeners.get(topic) === ofTopic) {
        listeners.delete(topic);
      }
    };
  }

  return {
    listen,
    subscribe(topics) {
      const stops: (() => void)[] = [];
      const queue = new MessageQueue<PubSubMessage>(() => {
        queues.delete(queue);
        stops.forEach((stop) => stop());
      });
      queues.add(queue);
      for (const topic of typeof topics === 'string' ? [topics] : topics) {
        stops.push(listen(topic, (payload) => queue.push({ topic, payload })));
      }
      return queue;
    },
    onReconnect(listener) {
      reconnectListeners.add(listener);
      return () => reconnectListeners.delete(listener);
    },
    ready: () => isReady,
    deliver,
    nextMessageId: () => `${origin} ${(messageCount += 1)}`,
    async close() {
      closed = true;
      if (timer) {
        clearTimeout(timer);
      }
      await Promise.all([...queues].map((queue) => queue.return()));
      await client?.end().catch(() => {});
    },
  };
}
