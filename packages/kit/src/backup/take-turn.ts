import type pg from 'pg';
import { errorCode } from '../errors.ts';
import { BackupError } from './backup-error.ts';

const lockNotAvailable = '55P03';

/**
 * Lets one connection at a time do something in a database, until it ends. Waits five seconds for one that is just
 * ending; throws `BackupError` with the message when it does not.
 */
export async function takeTurn(client: pg.ClientBase, what: string, message: string): Promise<void> {
  await client.query(`set lock_timeout = '5s'`);
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [what]);
  } catch (error) {
    throw errorCode(error) === lockNotAvailable ? new BackupError(message, { cause: error }) : error;
  }
  await client.query('set lock_timeout = 0');
}
