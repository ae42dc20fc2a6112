import { z } from 'zod';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise } from '@intendant/kit/identity/authorise';
import { pageOf, toConnection, type Connection, type PageArgs } from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import type { SecurityContext } from '../context.ts';
import { auditEntryColumns, toAuditEntry, type AuditEntry, type AuditRow } from './audit-entry.ts';
import { auditConditions, auditFilterSchema, whereAll, type AuditEntryFilter } from './audit-filter.ts';

export interface AuditEntryConnection extends Connection<AuditEntry> {
  /** Counted only when asked for, and no further than `countedUpTo`. */
  totalCount: () => Promise<number>;
}

/** Nobody pages through more; counting on would cost more than the page itself. */
export const countedUpTo = 10_000;

const instantAndPosition = z.tuple([
  z.iso.datetime().transform((text) => new Date(text)),
  z.string().regex(/^\d{1,18}$/),
]);

/**
 * The audit log, the latest first. A tenant caller sees the entries of its own tenant, and none when it names
 * another. One statement, and one for the count. Throws `UserError('BAD_INPUT')` for a bad filter or page.
 */
export async function listAuditEntries(
  ctx: SecurityContext,
  args: PageArgs & { filter?: AuditEntryFilter | null | undefined } = {},
): Promise<AuditEntryConnection> {
  const caller = authorise(ctx, 'audit:read');
  const conditions = auditConditions(parseInput(auditFilterSchema, args.filter ?? {}, 'filter'), caller);
  const { page, after } = pageOf(args, instantAndPosition);
  const onPage = after ? [{ sql: '(a.occurred_at, a.position) < (?, ?::bigint)', values: after }] : [];

  // The page is found first and read then: an index alone answers the former, also for a search of the whole log.
  const where = whereAll([...conditions, ...onPage]);
  const rows = await executeSql<AuditRow>(
    ctx.em,
    `select ${auditEntryColumns}
     from (
       select a.position from platform.audit_entry a ${where.sql}
       order by a.occurred_at desc, a.position desc limit ?
     ) found join platform.audit_entry a on a.position = found.position
     order by a.occurred_at desc, a.position desc`,
    [...where.values, page.first + 1],
  );
  return {
    ...toConnection(rows.map(toAuditEntry), page, (entry) => [entry.at, entry.position]),
    totalCount: async () => {
      const all = whereAll(conditions);
      const [row] = await executeSql<{ count: number }>(
        ctx.em,
        `select count(*)::integer as count
         from (select from platform.audit_entry a ${all.sql} limit ${countedUpTo}) counted`,
        all.values,
      );
      return row?.count ?? 0;
    },
  };
}
