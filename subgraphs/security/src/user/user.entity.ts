import { defineEntity, p, raw, type EntityManager, type InferEntity } from '@mikro-orm/postgresql';
import { platformRoles } from '../role/role-permissions.ts';

/** A person who signs in. `email` is stored in lower case; `isDemo` marks a person of the demo fleet. */
export const UserEntity = defineEntity({
  name: 'User',
  tableName: 'user',
  indexes: [
    { name: 'user_name_email', properties: ['name', 'email'] },
    { name: 'user_created_at_email', properties: ['createdAt', 'email'] },
    {
      name: 'user_last_signed_in_at_email',
      expression: `create index "user_last_signed_in_at_email" on "security"."user" (coalesce(last_signed_in_at, '-infinity'), email)`,
    },
  ],
  checks: [{ name: 'user_email_lower', expression: 'email = lower(email)' }],
  filters: {
    // A user has no tenant of its own: a tenant caller sees the people with a membership in its tenant.
    member: {
      name: 'member',
      default: true,
      args: false,
      cond: (_args: unknown, _type: unknown, em: EntityManager) => {
        const tenantId = em.getFilterParams<{ tenantId: string | null }>('tenant').tenantId;
        return tenantId === null
          ? {}
          : {
              [raw(
                (alias) => `${alias}.id in (select user_id from membership where tenant_id = ?)`,
                [tenantId],
              )]: [],
            };
      },
    },
  },
  properties: {
    id: p.uuid().primary(),
    email: p.text().unique('user_email'),
    name: p.text(),
    passwordHash: p.text().hidden(),
    platformRole: p.enum([...platformRoles]).nullable(),
    isDisabled: p.boolean().default(false),
    isDemo: p.boolean().default(false),
    lastSignedInAt: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
});

export type User = InferEntity<typeof UserEntity>;

/** What the audit log keeps of a user: nothing secret. */
export function auditStateOfUser(user: User): object {
  return {
    email: user.email,
    name: user.name,
    platformRole: user.platformRole ?? null,
    isDisabled: user.isDisabled,
  };
}
