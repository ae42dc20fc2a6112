import { z } from 'zod';
import { executeSql } from '@intendant/kit/database/execute-sql';
import {
  instantAndId,
  pageOf,
  toConnection,
  type Connection,
  type PageArgs,
} from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import { plainText } from '@intendant/kit/plain-text';
import { whereAll, type SqlCondition } from '../audit/audit-filter.ts';
import type { SecurityContext } from '../context.ts';
import { isId } from '../id.ts';
import type { SignInFailureReason } from '../session/record-sign-in-failure.ts';
import { signInFailureReasons } from '../session/sign-in-failure.entity.ts';
import { authoriseSignals } from './authorise-signals.ts';

export interface ListedSignInFailure {
  id: string;
  at: Date;
  email: string;
  /** Who has the address today. */
  userId: string | null;
  tenantIds: string[];
  reason: SignInFailureReason;
  requestId: string;
}

export interface SignInFailureConnection extends Connection<ListedSignInFailure> {
  /** Counted only when asked for, and no further than `countedUpTo`. */
  totalCount: () => Promise<number>;
}

/** Nobody pages through more; counting on would cost more than the page itself. */
const countedUpTo = 10_000;

const filterSchema = z.object({
  tenantId: z.string().nullish(),
  hasTenant: z.boolean().nullish(),
  email: plainText.trim().toLowerCase().max(254).nullish(),
  reasons: z.array(z.enum(signInFailureReasons)).nullish(),
  from: z.coerce.date().nullish(),
  to: z.coerce.date().nullish(),
});

export type SignInFailureFilter = z.input<typeof filterSchema>;

/** Addresses of people of tenants; platform staff are of none, as in the signals. */
const ofTenants = `select u.email from "user" u join membership m on m.user_id = u.id where u.platform_role is null`;

/**
 * Refused sign-ins, the latest first: the evidence behind the signals, told apart in the same way. One statement, and
 * one for the count. Platform callers only. Throws `UserError('BAD_INPUT')` for a bad filter or page.
 */
export async function listSignInFailures(
  ctx: SecurityContext,
  args: PageArgs & { filter?: SignInFailureFilter | null | undefined } = {},
): Promise<SignInFailureConnection> {
  authoriseSignals(ctx);
  const conditions = conditionsOf(parseInput(filterSchema, args.filter ?? {}, 'filter'));
  const { page, after } = pageOf(args, instantAndId);
  const onPage = after ? [{ sql: '(f.occurred_at, f.id) < (?, ?::uuid)', values: after }] : [];

  const where = whereAll([...conditions, ...onPage]);
  const rows = await executeSql<Omit<ListedSignInFailure, 'at'> & { atMs: number }>(
    ctx.em,
    `select f.id, (extract(epoch from f.occurred_at) * 1000)::double precision as "atMs", f.email, f.reason,
       f.request_id as "requestId", u.id as "userId",
       array(
         select m.tenant_id::text from membership m left join known_tenant t on t.id = m.tenant_id
         where m.user_id = u.id and u.platform_role is null order by t.name, m.tenant_id
       ) as "tenantIds"
     from sign_in_failure f left join "user" u on u.email = f.email
     ${where.sql} order by f.occurred_at desc, f.id desc limit ?`,
    [...where.values, page.first + 1],
  );
  const failures = rows.map(({ atMs, ...row }) => ({ ...row, at: new Date(atMs) }));
  return {
    ...toConnection(failures, page, ({ at, id }) => [at, id]),
    totalCount: async () => {
      const all = whereAll(conditions);
      const [row] = await executeSql<{ count: number }>(
        ctx.em,
        `select count(*)::integer as count
         from (select from sign_in_failure f ${all.sql} limit ${countedUpTo}) counted`,
        all.values,
      );
      return row?.count ?? 0;
    },
  };
}

function conditionsOf(filter: z.output<typeof filterSchema>): SqlCondition[] {
  const conditions: SqlCondition[] = [];
  const where = (sql: string, ...values: readonly unknown[]) => conditions.push({ sql, values });

  if (filter.tenantId) {
    // What is no UUID names no tenant, and PostgreSQL would refuse the comparison.
    if (isId(filter.tenantId)) {
      where(`f.email in (${ofTenants} and m.tenant_id = ?)`, filter.tenantId);
    } else {
      where('false');
    }
  }
  if (typeof filter.hasTenant === 'boolean') {
    where(`f.email ${filter.hasTenant ? 'in' : 'not in'} (${ofTenants})`);
  }
  if (filter.email) {
    where('f.email = ?', filter.email);
  }
  if (filter.reasons) {
    where('f.reason = any (?::text[])', filter.reasons);
  }
  if (filter.from) {
    where('f.occurred_at >= ?', filter.from);
  }
  if (filter.to) {
    where('f.occurred_at < ?', filter.to);
  }
  return conditions;
}
