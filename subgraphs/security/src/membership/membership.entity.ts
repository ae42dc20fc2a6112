import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql';
import { tenantRoles } from '../role/role-permissions.ts';
import { UserEntity } from '../user/user.entity.ts';

/** A person's role inside one tenant. */
export const MembershipEntity = defineEntity({
  name: 'Membership',
  tableName: 'membership',
  uniques: [{ name: 'membership_user_tenant', properties: ['user', 'tenantId'] }],
  indexes: [{ name: 'membership_tenant', properties: ['tenantId', 'role'] }],
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(UserEntity).ref().deleteRule('cascade'),
    tenantId: p.uuid(),
    role: p.enum([...tenantRoles]),
    createdAt: p.datetime(),
  },
});

export type Membership = InferEntity<typeof MembershipEntity>;
