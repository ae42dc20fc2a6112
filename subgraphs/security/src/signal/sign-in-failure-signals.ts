import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { connectionArgs } from '@intendant/kit/pagination';
import type { SecurityContext } from '../context.ts';
import type { Assessment, SignInFailurePattern } from '../generated/resolvers.ts';
import { signInRefusedTopic } from '../session/record-sign-in-failure.ts';
import { assess } from './assess.ts';
import { authoriseSignals } from './authorise-signals.ts';
import { dayMs } from './day.ts';
import { signInFailurePattern } from './sign-in-failure-pattern.ts';

export interface SignInFailureSignal {
  tenantId: string | null;
  tenantName: string | null;
  failures: number;
  accounts: number;
  pattern: SignInFailurePattern;
  assessment: Assessment;
  lastAt: Date;
}

export interface SignInFailures {
  /** All refused sign-ins, each once. */
  total: number;
  /** Most failures first. */
  signals: SignInFailureSignal[];
  /** How the tenant with most of them stands. */
  assessment: Assessment;
  asOf: Date;
}

/** Refused sign-ins of the last 24 hours by tenant, most first; cached. Platform callers only. Throws `BAD_INPUT`. */
export async function signInFailureSignals(
  ctx: SecurityContext,
  first: number,
  freshness?: Freshness,
): Promise<SignInFailureSignal[]> {
  authoriseSignals(ctx);
  const page = connectionArgs({ first });
  return (await signInFailures(ctx, freshness)).signals.slice(0, page.first);
}

/**
 * Refused sign-ins of the last 24 hours, judged by the thresholds in force; one statement when it is not cached. Whoever
 * calls authorises.
 */
export async function signInFailures(ctx: SecurityContext, freshness?: Freshness): Promise<SignInFailures> {
  const { total, rows, asOf } = await cachedSection(ctx, {
    key: 'signInFailures',
    compute: readFailures,
    topic: signInRefusedTopic,
    freshness,
  });
  const warnAt = await ctx.settings.get('security.sign-in-failures-warn');
  const criticalAt = await ctx.settings.get('security.sign-in-failures-critical');
  const signals = rows.map(({ mostOfOneAccount, lastMs, ...row }) => ({
    ...row,
    pattern: signInFailurePattern({ ...row, mostOfOneAccount }),
    assessment: assess(row.failures, warnAt, criticalAt),
    lastAt: new Date(lastMs),
  }));
  return { total, signals, assessment: assess(signals[0]?.failures ?? 0, warnAt, criticalAt), asOf };
}

interface FailureRow {
  tenantId: string | null;
  tenantName: string | null;
  failures: number;
  accounts: number;
  mostOfOneAccount: number;
  lastMs: number;
}

async function readFailures({
  em,
  clock,
}: SecurityContext): Promise<{ total: number; rows: FailureRow[]; asOf: Date }> {
  const now = clock.now();
  // By address and not by user: a refusal while an address is blocked does not look the user up.
  const rows = await executeSql<FailureRow & { total: number }>(
    em,
    `with account as (
       select f.email, count(*)::integer as failures, max(f.occurred_at) as last_at
       from sign_in_failure f where f.occurred_at > ? and f.occurred_at <= ?
       group by f.email
     ), by_tenant as (
       select m.tenant_id, sum(a.failures)::integer as failures, count(*)::integer as accounts,
         max(a.failures) as most_of_one_account, max(a.last_at) as last_at
       from account a
         left join "user" u on u.email = a.email
         left join membership m on m.user_id = u.id and u.platform_role is null
       group by m.tenant_id
     )
     select b.tenant_id as "tenantId", t.name as "tenantName", b.failures, b.accounts,
       b.most_of_one_account as "mostOfOneAccount",
       (extract(epoch from b.last_at) * 1000)::double precision as "lastMs",
       (select sum(failures)::integer from account) as total
     from by_tenant b left join known_tenant t on t.id = b.tenant_id
     order by b.failures desc, t.name, b.tenant_id`,
    [new Date(now.getTime() - dayMs), now],
  );
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _, ...row }) => row), asOf: now };
}
