import { auditAppendedTopic } from '@intendant/kit/audit/append-audit';
import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { connectionArgs } from '@intendant/kit/pagination';
import type { SecurityContext } from '../context.ts';
import type { Assessment } from '../generated/resolvers.ts';
import { assess } from './assess.ts';
import { authoriseSignals } from './authorise-signals.ts';
import { dayMs } from './day.ts';

export interface KeyCreationSignal {
  tenantId: string | null;
  tenantName: string | null;
  keys24h: number;
  dailyMean30d: number;
  createdBy: string | null;
  assessment: Assessment;
  lastAt: Date;
}

export interface KeyCreations {
  /** The most unusual first. */
  signals: KeyCreationSignal[];
  /** How the most unusual tenant stands. */
  assessment: Assessment;
  asOf: Date;
}

const customDays = 30;

/** API keys of the last 24 hours by tenant, the most unusual first; cached. Platform callers only. Throws `BAD_INPUT`. */
export async function keyCreationSignals(
  ctx: SecurityContext,
  first: number,
  freshness?: Freshness,
): Promise<KeyCreationSignal[]> {
  authoriseSignals(ctx);
  const page = connectionArgs({ first });
  return (await keyCreations(ctx, freshness)).signals.slice(0, page.first);
}

/**
 * API keys of the last 24 hours, each tenant's beside its own custom of the 30 days before; one statement when it is
 * not cached. A spike is as many keys as the setting warns at, and as many times the daily mean as the setting's factor.
 * Whoever calls authorises.
 */
export async function keyCreations(ctx: SecurityContext, freshness?: Freshness): Promise<KeyCreations> {
  const { rows, asOf } = await cachedSection(ctx, {
    key: 'keyCreations',
    compute: readCreations,
    topic: auditAppendedTopic,
    freshness,
  });
  const warnAt = await ctx.settings.get('security.key-creation-warn');
  const factor = await ctx.settings.get('security.key-creation-factor');
  const signals = rows
    .map(({ keysBefore, lastMs, ...row }) => {
      const dailyMean30d = keysBefore / customDays;
      const spikeAt = Math.max(warnAt, factor * dailyMean30d);
      return {
        signal: {
          ...row,
          dailyMean30d,
          assessment: assess(row.keys24h, spikeAt, 2 * spikeAt),
          lastAt: new Date(lastMs),
        },
        unusualness: row.keys24h / spikeAt,
      };
    })
    // Rows come by number and name, which decides between the equally unusual.
    .sort((one, other) => other.unusualness - one.unusualness)
    .map(({ signal }) => signal);
  return { signals, assessment: signals[0]?.assessment ?? assess(0, warnAt, 2 * warnAt), asOf };
}

interface CreationRow {
  tenantId: string | null;
  tenantName: string | null;
  keys24h: number;
  keysBefore: number;
  createdBy: string | null;
  lastMs: number;
}

async function readCreations({ em, clock }: SecurityContext): Promise<{ rows: CreationRow[]; asOf: Date }> {
  const now = clock.now();
  const since = new Date(now.getTime() - dayMs);
  // Who created a key is a user, another key or a service; only the first two have an id.
  const rows = await executeSql<CreationRow>(
    em,
    `with creation as (
       select k.tenant_id,
         count(*) filter (where k.created_at > ?)::integer as keys,
         count(*) filter (where k.created_at <= ?)::integer as keys_before,
         mode() within group (order by k.created_by) filter (where k.created_at > ?) as creator,
         max(k.created_at) as last_at
       from api_key k where k.created_at > ? and k.created_at <= ?
       group by k.tenant_id
     ), identified as (
       select c.*, case when c.creator ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then c.creator::uuid end as creator_id
       from creation c where c.keys > 0
     )
     select c.tenant_id as "tenantId", t.name as "tenantName", c.keys as "keys24h", c.keys_before as "keysBefore",
       coalesce(u.name, k.name, regexp_replace(c.creator, '^service:', '')) as "createdBy",
       (extract(epoch from c.last_at) * 1000)::double precision as "lastMs"
     from identified c
       left join known_tenant t on t.id = c.tenant_id
       left join "user" u on u.id = c.creator_id
       left join api_key k on k.id = c.creator_id
     order by c.keys desc, t.name, c.tenant_id`,
    [since, since, since, new Date(since.getTime() - customDays * dayMs), now],
  );
  return { rows, asOf: now };
}
