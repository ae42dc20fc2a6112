import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { UserError } from '@intendant/kit/errors';
import { latestEvent } from '@intendant/kit/events/latest-event';
import { isUuid } from '../database/is-uuid.ts';
import type { Lead } from './incident.entity.ts';
import { projectStaffMember, type UserState } from './staff-member.consumers.ts';

/**
 * The person who is to lead an incident, by the newest word on what they may do, delivered or not. Throws
 * `UserError('BAD_INPUT')` for anybody who may not work on incidents.
 */
export async function findLead(em: EntityManager, leadId: string): Promise<Lead> {
  const [row] = isUuid(leadId) ? await readEligible(em, leadId.toLowerCase()) : [];
  if (!row) {
    throw new UserError('BAD_INPUT', 'Choose somebody who may work on incidents.', ['input', 'leadId']);
  }
  return row;
}

async function readEligible(em: EntityManager, id: string): Promise<Lead[]> {
  const newest = await latestEvent<UserState>(em, { aggregateType: 'user', aggregateId: id });
  if (newest?.type === 'user.changed') {
    await projectStaffMember(em, newest);
  }
  return executeSql<Lead>(
    em,
    `select id, name from staff_member
     where id = ?::uuid and not is_disabled and 'incidents:write' = any (permissions)`,
    [id],
  );
}
