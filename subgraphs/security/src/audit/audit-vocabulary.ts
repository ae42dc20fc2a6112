import { cachedSection } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise } from '@intendant/kit/identity/authorise';
import type { SecurityContext } from '../context.ts';

export interface AuditVocabulary {
  actions: string[];
  targetTypes: string[];
}

// Each step jumps through an index to the next word, so the log's length does not matter. `~<~` is the order of the
// index that also finds actions by their resource.
const wordsOfPlatform = `
  with recursive actions (word) as (
    (select a.action from platform.audit_entry a order by a.action using ~<~ limit 1)
    union all
    select (select a.action from platform.audit_entry a where a.action ~>~ w.word order by a.action using ~<~ limit 1)
    from actions w where w.word is not null
  ), target_types (word) as (
    (select a.target_type from platform.audit_entry a order by a.target_type limit 1)
    union all
    select (
      select a.target_type from platform.audit_entry a where a.target_type > w.word order by a.target_type limit 1)
    from target_types w where w.word is not null
  )
  select
    (select json_agg(word order by word) from actions where word is not null) as actions,
    (select json_agg(word order by word) from target_types where word is not null) as target_types`;

const wordsOfTenant = `
  with recursive words (action, target_type) as (
    (select a.action, a.target_type from platform.audit_entry a
     where a.tenant_id = ? order by a.action, a.target_type limit 1)
    union all
    select next.action, next.target_type
    from words w cross join lateral (
      select a.action, a.target_type from platform.audit_entry a
      where a.tenant_id = ? and (a.action, a.target_type) > (w.action, w.target_type)
      order by a.action, a.target_type limit 1
    ) next
  )
  select
    (select json_agg(distinct action) from words) as actions,
    (select json_agg(distinct target_type) from words) as target_types`;

/**
 * Every action and every type of target in the log, by name: to a tenant caller those of its own tenant's entries. One
 * statement; kept for a while, since new words are rare.
 */
export async function auditVocabulary(ctx: SecurityContext): Promise<AuditVocabulary> {
  const { tenantId } = authorise(ctx, 'audit:read');
  return cachedSection(ctx, {
    key: 'auditVocabulary',
    compute: async ({ em }) => {
      const [row] = await executeSql<{ actions: string[] | null; target_types: string[] | null }>(
        em,
        tenantId === null ? wordsOfPlatform : wordsOfTenant,
        tenantId === null ? [] : [tenantId, tenantId],
      );
      return { actions: row?.actions ?? [], targetTypes: row?.target_types ?? [] };
    },
  });
}
