import type pg from 'pg';
import type { Log } from '../log.ts';

export interface AdminRights {
  user: string;
  isSuperuser: boolean;
  canCreateRoles: boolean;
}

/** What the administrator's connection may do; without CREATEROLE one role has to serve every module. */
export async function readAdminRights(client: pg.ClientBase): Promise<AdminRights> {
  const { rows } = await client.query<{ user: string; super: boolean; create: boolean }>(
    `select rolname as user, rolsuper as super, rolcreaterole as create from pg_roles where rolname = current_user`,
  );
  const [row] = rows;
  return {
    user: row?.user ?? '',
    isSuperuser: row?.super ?? false,
    canCreateRoles: (row?.super ?? false) || (row?.create ?? false),
  };
}

/** Runs a statement the installation can do without; a refusal is a warning, and the transaction survives it. */
export async function tryStatement(
  client: pg.ClientBase,
  sql: string,
  warning: string,
  log: Log,
): Promise<boolean> {
  await client.query('savepoint optional_statement');
  try {
    await client.query(sql);
    await client.query('release savepoint optional_statement');
    return true;
  } catch (error) {
    await client.query('rollback to savepoint optional_statement');
    log.warn({ err: error }, warning);
    return false;
  }
}
