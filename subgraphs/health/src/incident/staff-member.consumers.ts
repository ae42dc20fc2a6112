import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { defineConsumer, type ConsumerDefinition } from '@intendant/kit/events/consumer';
import type { DomainEvent } from '@intendant/kit/events/domain-event';
import type { HealthContext } from '../context.ts';

/** What `user.changed` carries, as far as health reads it. `permissions` are those on the platform. */
export interface UserState {
  id: string;
  name: string;
  permissions: string[];
  isDisabled: boolean;
}

/** Copies what a person may do on the platform, unless something newer stands there. */
export async function projectStaffMember(em: EntityManager, event: DomainEvent<UserState>): Promise<void> {
  const { name, permissions, isDisabled } = event.data;
  await executeSql(
    em,
    `insert into staff_member as s (id, version, name, permissions, is_disabled) values (?::uuid, ?, ?, ?::text[], ?)
     on conflict (id) do update set
       version = excluded.version, name = excluded.name, permissions = excluded.permissions,
       is_disabled = excluded.is_disabled
     where s.version < excluded.version`,
    [event.aggregateId, event.version, name, permissions, isDisabled],
  );
}

export const staffMemberConsumers: readonly ConsumerDefinition[] = [
  defineConsumer<UserState, HealthContext>({
    name: 'health:project-staff-member',
    event: 'user.changed',
    handle: async ({ em }, event) => projectStaffMember(em, event),
  }),
];
