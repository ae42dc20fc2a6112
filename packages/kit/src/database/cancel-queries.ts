import { AsyncLocalStorage } from 'node:async_hooks';
import type { MikroORM } from '@mikro-orm/postgresql';

interface QueryEvent {
  __knexUid: string;
}

interface RawConnection {
  __knexUid?: string;
  processID?: number;
}

/**
 * Cancels the SQL an operation still runs when its deadline passes. Remembers which connections each operation is
 * using by following the driver's events in the operation's own asynchronous context.
 */
export class QueryCanceller {
  readonly #orm: MikroORM;
  readonly #operations = new AsyncLocalStorage<Set<string>>();

  constructor(orm: MikroORM) {
    this.#orm = orm;
    const knex = orm.em.getConnection().getKnex();
    knex.on('query', ({ __knexUid }: QueryEvent) => this.#operations.getStore()?.add(__knexUid));
    const finished = (_: unknown, { __knexUid }: QueryEvent): void => {
      this.#operations.getStore()?.delete(__knexUid);
    };
    knex.on('query-response', finished);
    knex.on('query-error', finished);
  }

  /** Runs the work until the deadline; past it the work's SQL is cancelled and its outcome is of no interest. */
  async runUntil<T>(deadline: Date, work: () => Promise<T>): Promise<T | 'timed-out'> {
    const active = new Set<string>();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<'timed-out'>((resolve) => {
      timer = setTimeout(
        () => {
          resolve('timed-out');
          void this.#cancel(active);
        },
        Math.max(0, deadline.getTime() - Date.now()),
      );
    });
    const outcome = this.#operations.run(active, work);
    // When the deadline wins, the cancelled work rejects later, and nobody waits for it any more.
    outcome.catch(() => {});
    try {
      return await Promise.race([outcome, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #cancel(active: ReadonlySet<string>): Promise<void> {
    const processes = this.#connections()
      .filter((connection) => connection.__knexUid !== undefined && active.has(connection.__knexUid))
      .flatMap((connection) => connection.processID ?? []);
    for (const process of processes) {
      // A role may cancel its own backends; when the statement ended meanwhile this does nothing.
      await this.#orm.em
        .getConnection()
        .execute('select pg_cancel_backend(?)', [process])
        .catch(() => {});
    }
  }

  #connections(): RawConnection[] {
    const { pool } = this.#orm.em.getConnection().getKnex().client as {
      pool: { used: { resource: RawConnection }[] };
    };
    return pool.used.map(({ resource }) => resource);
  }
}
