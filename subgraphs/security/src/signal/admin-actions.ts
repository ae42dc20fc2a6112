import { auditAppendedTopic } from '@intendant/kit/audit/append-audit';
import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { connectionArgs } from '@intendant/kit/pagination';
import { auditEntryColumns, toAuditEntry, type AuditEntry, type AuditRow } from '../audit/audit-entry.ts';
import { isChangeSql } from '../audit/audit-filter.ts';
import type { SecurityContext } from '../context.ts';
import { authoriseSignals } from './authorise-signals.ts';
import { dayMs } from './day.ts';

const mostEntries = 100;

/** The latest changes made by platform staff; cached, one statement when not. Platform callers only. Throws `BAD_INPUT`. */
export async function adminActions(
  ctx: SecurityContext,
  first: number,
  freshness?: Freshness,
): Promise<AuditEntry[]> {
  authoriseSignals(ctx);
  const page = connectionArgs({ first });
  const { entries } = await cachedSection(ctx, {
    key: 'adminActions',
    compute: async ({ em }: SecurityContext) => {
      const rows = await executeSql<AuditRow>(
        em,
        `select ${auditEntryColumns} from platform.audit_entry a where a.is_by_staff and ${isChangeSql}
         order by a.occurred_at desc, a.position desc limit ${mostEntries}`,
      );
      return { entries: rows.map(toAuditEntry) };
    },
    topic: auditAppendedTopic,
    freshness,
  });
  return entries.slice(0, page.first);
}

export interface AdminActionFigures {
  last24h: number;
  previous24h: number;
  asOf: Date;
}

/** How many changes platform staff made; cached, one statement when not. Whoever calls authorises. */
export function adminActionFigures(ctx: SecurityContext, freshness?: Freshness): Promise<AdminActionFigures> {
  return cachedSection(ctx, {
    key: 'adminActionFigures',
    compute: async ({ em, clock }: SecurityContext) => {
      const now = clock.now();
      const since = new Date(now.getTime() - dayMs);
      const [row] = await executeSql<{ last: number; previous: number }>(
        em,
        `select count(*) filter (where a.occurred_at > ?)::integer as last,
           count(*) filter (where a.occurred_at <= ?)::integer as previous
         from platform.audit_entry a
         where a.is_by_staff and ${isChangeSql} and a.occurred_at > ? and a.occurred_at <= ?`,
        [since, since, new Date(since.getTime() - dayMs), now],
      );
      return { last24h: row?.last ?? 0, previous24h: row?.previous ?? 0, asOf: now };
    },
    topic: auditAppendedTopic,
    freshness,
  });
}
