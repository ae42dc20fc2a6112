import { z } from 'zod';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise } from '@intendant/kit/identity/authorise';
import { toConnection, type Connection } from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import type { SecurityContext } from '../context.ts';
import { isId } from '../id.ts';
import { pageOf, type PageArgs } from '../page-of.ts';
import { plainText } from '../plain-text.ts';
import { auditEntryColumns, toAuditEntry, type AuditEntry, type AuditRow } from './audit-entry.ts';

const schema = z.object({
  action: z
    .string()
    .regex(
      /^[a-z-]+\.([a-z-]+)?$/,
      'Give an action such as tenant.suspend, or a resource such as tenant. (with dot).',
    )
    .nullish(),
  callerId: plainText.nullish(),
  targetId: plainText.nullish(),
  tenantId: z.string().nullish(),
  from: z.coerce.date().nullish(),
  to: z.coerce.date().nullish(),
});

export type AuditEntryFilter = z.input<typeof schema>;

const instantAndPosition = z.tuple([
  z.iso.datetime().transform((text) => new Date(text)),
  z.string().regex(/^\d{1,18}$/),
]);

/**
 * The audit log, the latest first. A tenant caller sees the entries of its own tenant, and none when it names
 * another. Throws `UserError('BAD_INPUT')` for a bad filter or page.
 */
export async function listAuditEntries(
  ctx: SecurityContext,
  args: PageArgs & { filter?: AuditEntryFilter | null | undefined } = {},
): Promise<Connection<AuditEntry>> {
  const caller = authorise(ctx, 'audit:read');
  const filter = parseInput(schema, args.filter ?? {}, 'filter');
  const { page, after } = pageOf(args, instantAndPosition);
  const conditions: { sql: string; values: readonly unknown[] }[] = [];
  const where = (sql: string, ...values: readonly unknown[]) => conditions.push({ sql, values });

  if (caller.tenantId !== null) {
    where('a.tenant_id = ?', caller.tenantId);
  }
  if (filter.tenantId) {
    // What is no UUID names no tenant, and PostgreSQL would refuse the comparison.
    where(
      isId(filter.tenantId) ? 'a.tenant_id = ?' : 'false',
      ...(isId(filter.tenantId) ? [filter.tenantId] : []),
    );
  }
  if (filter.action?.endsWith('.')) {
    where('a.action like ?', `${filter.action}%`);
  } else if (filter.action) {
    where('a.action = ?', filter.action);
  }
  if (filter.callerId) {
    where('a.caller_id = ?', filter.callerId);
  }
  if (filter.targetId) {
    where('a.target_id = ?', filter.targetId);
  }
  if (filter.from) {
    where('a.occurred_at >= ?', filter.from);
  }
  if (filter.to) {
    where('a.occurred_at < ?', filter.to);
  }
  if (after) {
    where('(a.occurred_at, a.position) < (?, ?::bigint)', ...after);
  }
  const rows = await executeSql<AuditRow>(
    ctx.em,
    `select ${auditEntryColumns} from platform.audit_entry a
     ${conditions.length > 0 ? `where ${conditions.map(({ sql }) => sql).join(' and ')}` : ''}
     order by a.occurred_at desc, a.position desc limit ?`,
    [...conditions.flatMap(({ values }) => values), page.first + 1],
  );
  return toConnection(rows.map(toAuditEntry), page, (entry) => [entry.at, entry.position]);
}
