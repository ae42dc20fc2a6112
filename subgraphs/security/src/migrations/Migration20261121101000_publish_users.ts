import { Migration } from '@mikro-orm/migrations';
import { permissionsOfPlatformRole, platformRoles } from '../role/role-permissions.ts';

/**
 * Tells the other subgraphs of the users and members that were there before changes of them were published. Events carry
 * the whole state, so telling it twice changes nothing.
 */
export class Migration20261121101000_publish_users extends Migration {
  override up(): void {
    const permissions = Object.fromEntries(
      platformRoles.map((role) => [role, permissionsOfPlatformRole(role)]),
    );
    this.addSql(`
      select platform.publish(
        gen_random_uuid(), 'user.changed', 'user', u.id::text, null,
        jsonb_build_object(
          'id', u.id, 'name', u.name, 'email', u.email, 'platformRole', u.platform_role,
          'permissions', coalesce('${JSON.stringify(permissions)}'::jsonb -> u.platform_role, '[]'),
          'isDisabled', u.is_disabled),
        now(), 'migration')
      from "user" u order by u.id`);
    this.addSql(`
      select platform.publish(
        gen_random_uuid(), 'tenant-members.counted', 'tenant-members', c.tenant_id::text, c.tenant_id,
        jsonb_build_object('tenantId', c.tenant_id, 'memberCount', c.members), now(), 'migration')
      from (
        select m.tenant_id, count(*) filter (where not u.is_disabled) as members
        from membership m join "user" u on u.id = m.user_id
        group by m.tenant_id order by m.tenant_id
      ) c`);
  }

  override down(): void {
    // What was told cannot be taken back, and does no harm.
  }
}
