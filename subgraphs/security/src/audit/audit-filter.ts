import { z } from 'zod';
import { containing } from '@intendant/kit/database/like-pattern';
import type { IdentifiedCaller } from '@intendant/kit/identity/caller';
import { plainText } from '@intendant/kit/plain-text';
import { isId } from '../id.ts';

const texts = z.array(plainText.max(100)).max(100);

export const auditFilterSchema = z.object({
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
  hasTenant: z.boolean().nullish(),
  from: z.coerce.date().nullish(),
  to: z.coerce.date().nullish(),
  query: plainText.trim().max(200, 'Search for at most 200 characters.').nullish(),
  actions: texts.nullish(),
  targetType: plainText.nullish(),
  callerKinds: z.array(z.enum(['USER', 'API_KEY', 'SERVICE'])).nullish(),
  isByStaff: z.boolean().nullish(),
  isChange: z.boolean().nullish(),
});

export type AuditEntryFilter = z.input<typeof auditFilterSchema>;

/** What is in the log without being a change of anything. */
const notChanges = `('session.start', 'session.end')`;

/** The condition that an entry `a` is a change: signing in and out are recorded, but change nothing. */
export const isChangeSql = `a.action not in ${notChanges}`;

// An entry without a caller is shown as written by a part of Intendant.
const recordedKinds = { USER: ['user'], API_KEY: ['key'], SERVICE: ['service', 'anonymous'] } as const;

export interface SqlCondition {
  sql: string;
  values: readonly unknown[];
}

/** The filter as a condition on `platform.audit_entry a`; a tenant caller is confined to its own tenant's entries. */
export function auditConditions(
  filter: z.output<typeof auditFilterSchema>,
  caller: IdentifiedCaller,
): SqlCondition[] {
  const conditions: SqlCondition[] = [];
  const where = (sql: string, ...values: readonly unknown[]) => conditions.push({ sql, values });

  if (caller.tenantId !== null) {
    where('a.tenant_id = ?', caller.tenantId);
  }
  if (filter.tenantId) {
    // What is no UUID names no tenant, and PostgreSQL would refuse the comparison.
    if (isId(filter.tenantId)) {
      where('a.tenant_id = ?', filter.tenantId);
    } else {
      where('false');
    }
  }
  if (typeof filter.hasTenant === 'boolean') {
    where(filter.hasTenant ? 'a.tenant_id is not null' : 'a.tenant_id is null');
  }
  if (filter.action?.endsWith('.')) {
    where('a.action like ?', `${filter.action}%`);
  } else if (filter.action) {
    where('a.action = ?', filter.action);
  }
  if (filter.actions) {
    where('a.action = any (?::text[])', filter.actions);
  }
  if (filter.callerId) {
    where('a.caller_id = ?', filter.callerId);
  }
  if (filter.callerKinds) {
    where(
      'a.caller_kind = any (?::text[])',
      filter.callerKinds.flatMap((kind) => recordedKinds[kind]),
    );
  }
  if (filter.targetId) {
    where('a.target_id = ?', filter.targetId);
  }
  if (filter.targetType) {
    where('a.target_type = ?', filter.targetType);
  }
  if (filter.from) {
    where('a.occurred_at >= ?', filter.from);
  }
  if (filter.to) {
    where('a.occurred_at < ?', filter.to);
  }
  if (filter.query) {
    where('a.search_text like lower(?)', containing(filter.query));
  }
  if (typeof filter.isByStaff === 'boolean') {
    where(filter.isByStaff ? 'a.is_by_staff' : 'not a.is_by_staff');
  }
  if (typeof filter.isChange === 'boolean') {
    where(filter.isChange ? isChangeSql : `not (${isChangeSql})`);
  }
  return conditions;
}

/** Conditions that must all hold, as one `where` and the values of its placeholders. */
export function whereAll(conditions: readonly SqlCondition[]): SqlCondition {
  return {
    sql: conditions.length > 0 ? `where ${conditions.map(({ sql }) => sql).join(' and ')}` : '',
    values: conditions.flatMap(({ values }) => values),
  };
}
