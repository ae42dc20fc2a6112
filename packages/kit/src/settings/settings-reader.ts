import pg from 'pg';

/** Reads stored settings on a connection of its own. */
export interface SettingsReader {
  /** The stored ones of these keys; a key that was never changed is missing. Throws what the database throws. */
  read(keys: readonly string[]): Promise<{ key: string; value: unknown }[]>;
  close(): Promise<void>;
}

const idleTimeoutMs = 10_000;
const statementTimeoutMs = 5_000;

/**
 * Settings are often read inside a transaction, which holds a connection of the module's pool. Were they read through
 * the same pool, as many transactions as it has connections would wait for each other without end.
 */
export function createSettingsReader(url: string): SettingsReader {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'intendant settings',
    max: 1,
    idleTimeoutMillis: idleTimeoutMs,
    connectionTimeoutMillis: statementTimeoutMs,
    statement_timeout: statementTimeoutMs,
    allowExitOnIdle: true,
  });
  // An idle connection that breaks is replaced when it is needed; without a listener it would end the process.
  pool.on('error', () => {});
  return {
    async read(keys) {
      const { rows } = await pool.query<{ key: string; value: unknown }>(
        'select key, value from platform.get_settings($1::text[])',
        [keys],
      );
      return rows;
    },
    close: () => pool.end(),
  };
}
