import { z } from 'zod';
import { containing } from '@intendant/kit/database/like-pattern';
import { isUuid } from '../uuid.ts';

/** PostgreSQL's text holds every character but NUL. */
export const withoutNul = z.string().refine((text) => !text.includes('\0'), 'must not contain NUL');

export const filterSchema = z.object({
  kinds: z
    .array(z.enum(['ABOVE_LIMIT', 'OVERRIDE']))
    .max(50)
    .nullish(),
  entitlementKeys: z.array(withoutNul).max(50).nullish(),
  tenantId: z.string().nullish(),
  query: withoutNul.max(200).nullish(),
});

export interface SqlCondition {
  sql: string;
  parameters: unknown[];
}

/** The filter as one condition on the exceptions `x`. */
export function conditionsOf(filter: z.output<typeof filterSchema>): SqlCondition {
  const conditions: SqlCondition[] = [{ sql: 'true', parameters: [] }];
  const add = (sql: string, ...parameters: unknown[]): void => {
    conditions.push({ sql, parameters });
  };
  if (filter.kinds) {
    add(`case when x.is_above then 'ABOVE_LIMIT' else 'OVERRIDE' end = any (?::text[])`, filter.kinds);
  }
  if (filter.entitlementKeys) {
    add('x.entitlement_key = any (?::text[])', filter.entitlementKeys);
  }
  if (filter.tenantId != null) {
    if (isUuid(filter.tenantId)) {
      add('x.tenant_id = ?::uuid', filter.tenantId);
    } else {
      add('false');
    }
  }
  const query = filter.query?.trim() ?? '';
  if (query !== '') {
    const pattern = containing(query);
    add('(x.tenant_name ilike ? or x.tenant_slug ilike ?)', pattern, pattern);
  }
  return {
    sql: conditions.map(({ sql }) => sql).join(' and '),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}
