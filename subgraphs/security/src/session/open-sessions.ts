import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { SessionTimeouts } from './session-expiry.ts';

/** Whose open sessions to count, by the timeouts in force: one batch is asked for by one request, with the same ones. */
export interface OpenSessionsKey {
  id: string;
  timeouts: SessionTimeouts;
}

/** The condition that a row `session s` is open: the same rule as `isOpen`, for many at once. */
export function isOpenSql(
  { idleMinutes, absoluteHours }: SessionTimeouts,
  now: Date,
): { sql: string; values: readonly Date[] } {
  return {
    sql: 's.revoked_at is null and s.last_seen_at > ? and s.created_at > ? and s.expires_at > ?',
    values: [
      new Date(now.getTime() - idleMinutes * 60_000),
      new Date(now.getTime() - absoluteHours * 3_600_000),
      now,
    ],
  };
}

/** How many sessions of each person are open: one statement. */
export async function openSessionsOfUsers(
  em: EntityManager,
  now: Date,
  keys: readonly OpenSessionsKey[],
): Promise<number[]> {
  return counted(
    em,
    now,
    keys,
    (condition) => `select s.user_id as id, count(*)::integer as count
     from session s where s.user_id = any (?::uuid[]) and ${condition}
     group by s.user_id`,
  );
}

/** How many people of each tenant have an open session: one statement. */
export async function signedInOfTenants(
  em: EntityManager,
  now: Date,
  keys: readonly OpenSessionsKey[],
): Promise<number[]> {
  return counted(
    em,
    now,
    keys,
    (condition) => `select m.tenant_id as id, count(distinct s.user_id)::integer as count
     from membership m join session s on s.user_id = m.user_id
     where m.tenant_id = any (?::uuid[]) and ${condition}
     group by m.tenant_id`,
  );
}

async function counted(
  em: EntityManager,
  now: Date,
  keys: readonly OpenSessionsKey[],
  statement: (condition: string) => string,
): Promise<number[]> {
  const [first] = keys;
  if (!first) {
    return [];
  }
  const isOpen = isOpenSql(first.timeouts, now);
  const rows = await executeSql<{ id: string; count: number }>(em, statement(isOpen.sql), [
    keys.map(({ id }) => id),
    ...isOpen.values,
  ]);
  const byId = new Map(rows.map((row) => [row.id, row.count]));
  return keys.map(({ id }) => byId.get(id.toLowerCase()) ?? 0);
}
