import { raw, type FilterQuery } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { containing } from '@intendant/kit/database/like-pattern';
import { isUuid } from '../database/is-uuid.ts';
import { withoutNul } from '../tenant-summary/tenant-summary-filter.ts';
import { incidentSeverities, incidentStatuses, type Incident } from './incident.entity.ts';

export const incidentFilterSchema = z.object({
  isOpen: z.boolean().nullish(),
  statuses: z.array(z.enum(incidentStatuses)).nullish(),
  severities: z.array(z.enum(incidentSeverities)).nullish(),
  tenantId: z.string().nullish(),
  leadId: z.string().nullish(),
  isUnassigned: z.boolean().nullish(),
  query: withoutNul.max(200).nullish(),
});

const nothing: FilterQuery<Incident> = { id: { $in: [] } };

/** The filter as conditions that must all hold. */
export function conditionsOf(filter: z.output<typeof incidentFilterSchema>): FilterQuery<Incident>[] {
  const { isOpen, statuses, severities, tenantId, leadId, isUnassigned } = filter;
  const conditions: FilterQuery<Incident>[] = [];
  if (typeof isOpen === 'boolean') {
    conditions.push(isOpen ? { resolvedAt: null } : { resolvedAt: { $ne: null } });
  }
  if (statuses) {
    conditions.push({ status: { $in: statuses } });
  }
  if (severities) {
    conditions.push({ severity: { $in: severities } });
  }
  if (typeof tenantId === 'string') {
    conditions.push(isUuid(tenantId) ? concerning(tenantId) : nothing);
  }
  if (typeof leadId === 'string') {
    conditions.push(isUuid(leadId) ? { leadId } : nothing);
  }
  if (typeof isUnassigned === 'boolean') {
    conditions.push({ leadId: isUnassigned ? null : { $ne: null } });
  }
  const query = filter.query?.trim() ?? '';
  if (query !== '') {
    conditions.push(matching(query));
  }
  return conditions;
}

function concerning(tenantId: string): FilterQuery<Incident> {
  return {
    [raw(
      (alias) => `${alias}.id in (select incident_id from incident_tenant where tenant_id = ?)`,
      [tenantId],
    )]: [],
  };
}

/** Part of the title, or the number with or without its sign. */
function matching(query: string): FilterQuery<Incident> {
  const title = { title: { $ilike: containing(query) } };
  const [, digits] = /^#?(\d{1,9})$/.exec(query) ?? [];
  return digits === undefined ? title : { $or: [title, { number: Number(digits) }] };
}
