import type pg from 'pg';
import { DatabaseError } from './database-error.ts';

const oldestMajor = 15;

/** Refuses a server older than PostgreSQL 15 with one line; returns the server's version number (such as 150004). */
export async function checkServerVersion(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ number: number; text: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as text`,
  );
  const [version] = rows;
  if (!version || version.number < oldestMajor * 10_000) {
    throw new DatabaseError(
      `The PostgreSQL server is version ${version?.text ?? 'unknown'}; Intendant needs ${oldestMajor} or newer.`,
    );
  }
  return version.number;
}
