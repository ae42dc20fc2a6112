import { Migration } from '@mikro-orm/migrations';

/** What billing knows of tenants itself: their names, for lists over all of them. Those already there are looked up. */
export class Migration20261121102000_project_tenants extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table tenant (
        id uuid not null,
        version bigint not null,
        name text not null,
        slug text not null,
        is_demo boolean not null,
        constraint tenant_pkey primary key (id)
      )`);
    this.addSql(`
      insert into tenant (id, version, name, slug, is_demo)
      select (event->>'aggregateId')::uuid, (event->>'version')::bigint, event->'data'->>'name',
        event->'data'->>'slug', coalesce((event->'data'->>'isDemo')::boolean, false)
      from (select platform.latest_event('tenant', tenant_id::text, null) as event from plan_subscription) as latest
      where event is not null and event->>'type' <> 'tenant.removed'`);
  }

  override async down(): Promise<void> {
    this.addSql('drop table tenant');
  }
}
