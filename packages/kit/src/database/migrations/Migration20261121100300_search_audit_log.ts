import { Migration } from '@mikro-orm/migrations';

const definer = `security definer set search_path = pg_catalog, pg_temp`;

const columns = `id, occurred_at, action, caller_kind, caller_id, caller_name, actor_id, actor_name, target_type, target_id,
  target_name, tenant_id, request_id, before, after`;

const parameters = `
  p_id uuid, p_occurred_at timestamptz, p_action text, p_caller_kind text, p_caller_id text, p_caller_name text,
  p_actor_id text, p_actor_name text, p_target_type text, p_target_id text, p_target_name text, p_tenant_id uuid,
  p_request_id text, p_before jsonb, p_after jsonb`;

const values = `p_id, p_occurred_at, p_action, p_caller_kind, p_caller_id, p_caller_name, p_actor_id, p_actor_name,
  p_target_type, p_target_id, p_target_name, p_tenant_id, p_request_id, p_before, p_after`;

/**
 * The audit log says who of the platform's staff did something, can be searched by name, lists its words without being
 * read, and announces every new entry on the topic `audit-appended`.
 */
export class Migration20261121100300_search_audit_log extends Migration {
  override up(): void {
    // In lower case, names apart, and short enough for any index entry. No trigrams: not every server has them.
    this.addSql(`
      alter table platform.audit_entry
        add column is_by_staff boolean not null default false,
        add column search_text text generated always as (left(lower(
          action || E'\\n' || coalesce(caller_name, '') || E'\\n' || coalesce(actor_name, '')
            || E'\\n' || coalesce(target_name, '')), 600)) stored`);

    // The log itself knows who had a platform role when.
    this.addSql(`
      update platform.audit_entry a set is_by_staff = true
      where a.actor_id is not null or (a.caller_kind = 'user' and (
        select e.after ->> 'platformRole' from platform.audit_entry e
        where e.target_id = a.caller_id and e.action in ('user.create', 'user.set-platform-role')
          and (e.occurred_at, e.position) < (a.occurred_at, a.position)
        order by e.occurred_at desc, e.position desc limit 1) is not null)`);

    // A search reads this index alone, latest first: a million entries are 100 MB of it.
    this.addSql(`
      create index audit_entry_search on platform.audit_entry (occurred_at desc, position desc) include (search_text)`);
    this.addSql(`
      create index audit_entry_staff on platform.audit_entry (occurred_at desc, position desc) where is_by_staff`);
    this.addSql(`
      create index audit_entry_target_type on platform.audit_entry (target_type, occurred_at desc, position desc)`);
    this.addSql(`
      create index audit_entry_tenant_words on platform.audit_entry (tenant_id, action, target_type)`);

    this.addSql(`drop function platform.append_audit`);
    // A process of the version before leaves the last parameter out while it is replaced.
    this.addSql(`
      create function platform.append_audit(${parameters}, p_is_by_staff boolean default false)
      returns void language sql ${definer} as $$
        insert into platform.audit_entry (${columns}, is_by_staff) values (${values}, p_is_by_staff);
        select pg_notify('intendant', '{"topic":"audit-appended","payload":null}');
      $$`);
    this.addSql(`revoke execute on function platform.append_audit from public`);
  }

  override down(): void {
    this.addSql(`drop function platform.append_audit`);
    this.addSql(`
      create function platform.append_audit(${parameters}) returns void language sql ${definer} as $$
        insert into platform.audit_entry (${columns}) values (${values})
      $$`);
    this.addSql(`revoke execute on function platform.append_audit from public`);
    for (const name of ['tenant_words', 'target_type', 'staff', 'search']) {
      this.addSql(`drop index platform.audit_entry_${name}`);
    }
    this.addSql(`alter table platform.audit_entry drop column search_text, drop column is_by_staff`);
  }
}
