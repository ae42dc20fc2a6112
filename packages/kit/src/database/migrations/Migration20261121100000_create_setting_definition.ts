import { Migration } from '@mikro-orm/migrations';

const definer = `security definer set search_path = pg_catalog, pg_temp`;

/**
 * What one settings page needs: every module's declarations, kept current by the modules themselves, and who changed a
 * setting last, also when it was changed back to its default (a row without a value).
 */
export class Migration20261121100000_create_setting_definition extends Migration {
  override up(): void {
    this.addSql(`
      create table platform.setting_definition (
        key text primary key,
        module text not null,
        type text not null check (type in ('INTEGER', 'NUMBER', 'BOOLEAN', 'TEXT')),
        unit text,
        minimum double precision,
        maximum double precision,
        is_minimum_exclusive boolean not null default false,
        is_maximum_exclusive boolean not null default false,
        minimum_length integer,
        maximum_length integer,
        pattern text,
        options text[],
        default_value jsonb not null,
        description text not null
      )`);
    this.addSql(`alter table platform.setting alter column value drop not null`);
    this.addSql(`alter table platform.setting add column updated_by_name text`);

    // A module declares its own settings only: it must own the schema of that name, or be a member of its owner.
    this.addSql(`
      create function platform.register_settings(p_module text, p_definitions jsonb)
      returns boolean language plpgsql ${definer} as $$
      declare
        removed bigint;
        written bigint;
      begin
        if not coalesce(
          (select pg_has_role(session_user, n.nspowner, 'member') from pg_namespace n where n.nspname = p_module), false)
        then
          raise insufficient_privilege using message = format('%s may not declare settings of %s', session_user, p_module);
        end if;

        delete from platform.setting_definition d
        where d.module = p_module
          and d.key not in (select e.value ->> 'key' from jsonb_array_elements(p_definitions) e);
        get diagnostics removed = row_count;

        insert into platform.setting_definition as d
          (key, module, type, unit, minimum, maximum, is_minimum_exclusive, is_maximum_exclusive, minimum_length,
           maximum_length, pattern, options, default_value, description)
        select n.key, p_module, n.type, n.unit, n.minimum, n.maximum, n.is_minimum_exclusive, n.is_maximum_exclusive,
          n.minimum_length, n.maximum_length, n.pattern, n.options, n.default_value, n.description
        from jsonb_to_recordset(p_definitions) as n
          (key text, type text, unit text, minimum double precision, maximum double precision,
           is_minimum_exclusive boolean, is_maximum_exclusive boolean, minimum_length integer, maximum_length integer,
           pattern text, options text[], default_value jsonb, description text)
        order by n.key
        on conflict (key) do update set
          module = excluded.module, type = excluded.type, unit = excluded.unit, minimum = excluded.minimum,
          maximum = excluded.maximum, is_minimum_exclusive = excluded.is_minimum_exclusive,
          is_maximum_exclusive = excluded.is_maximum_exclusive, minimum_length = excluded.minimum_length,
          maximum_length = excluded.maximum_length, pattern = excluded.pattern, options = excluded.options,
          default_value = excluded.default_value, description = excluded.description
        where d is distinct from excluded;
        get diagnostics written = row_count;
        return removed + written > 0;
      end $$`);

    this.addSql(`
      create function platform.list_settings()
      returns table (
        key text, module text, type text, unit text, minimum double precision, maximum double precision,
        is_minimum_exclusive boolean, is_maximum_exclusive boolean, minimum_length integer, maximum_length integer,
        pattern text, options text[], default_value jsonb, description text, value jsonb, updated_at timestamptz,
        updated_by text)
      language sql stable ${definer} as $$
        select d.key, d.module, d.type, d.unit, d.minimum, d.maximum, d.is_minimum_exclusive, d.is_maximum_exclusive,
          d.minimum_length, d.maximum_length, d.pattern, d.options, d.default_value, d.description,
          coalesce(s.value, d.default_value), s.updated_at, coalesce(s.updated_by_name, s.updated_by)
        from platform.setting_definition d left join platform.setting s on s.key = d.key
        order by d.module, d.key
      $$`);

    this.addSql(`
      create or replace function platform.get_settings(p_keys text[])
      returns table (key text, value jsonb) language sql stable ${definer} as $$
        select s.key, s.value from platform.setting s where s.key = any (p_keys) and s.value is not null
      $$`);

    this.addSql(`drop function platform.set_setting(text, jsonb, timestamptz, text)`);
    // Returns the value before, for the audit entry. Without a value the default is in force again.
    this.addSql(`
      create function platform.set_setting(
        p_key text, p_value jsonb, p_updated_at timestamptz, p_updated_by text, p_updated_by_name text default null)
      returns jsonb language plpgsql ${definer} as $$
      declare
        previous jsonb;
      begin
        select s.value into previous from platform.setting s where s.key = p_key for update;
        insert into platform.setting (key, value, updated_at, updated_by, updated_by_name)
        values (p_key, p_value, p_updated_at, p_updated_by, p_updated_by_name)
        on conflict (key) do update set
          value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by,
          updated_by_name = excluded.updated_by_name;
        return previous;
      end $$`);
    this.addSql(`revoke execute on all functions in schema platform from public`);
  }

  override down(): void {
    this.addSql(`drop function platform.set_setting`);
    this.addSql(`
      create function platform.set_setting(p_key text, p_value jsonb, p_updated_at timestamptz, p_updated_by text)
      returns jsonb language plpgsql ${definer} as $$
      declare
        previous jsonb;
      begin
        select s.value into previous from platform.setting s where s.key = p_key for update;
        insert into platform.setting (key, value, updated_at, updated_by)
        values (p_key, p_value, p_updated_at, p_updated_by)
        on conflict (key) do update set
          value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by;
        return previous;
      end $$`);
    this.addSql(`revoke execute on function platform.set_setting from public`);
    this.addSql(`
      create or replace function platform.get_settings(p_keys text[])
      returns table (key text, value jsonb) language sql stable ${definer} as $$
        select s.key, s.value from platform.setting s where s.key = any (p_keys)
      $$`);
    this.addSql(`drop function platform.list_settings`);
    this.addSql(`drop function platform.register_settings`);
    this.addSql(`delete from platform.setting where value is null`);
    this.addSql(`alter table platform.setting drop column updated_by_name`);
    this.addSql(`alter table platform.setting alter column value set not null`);
    this.addSql(`drop table platform.setting_definition`);
  }
}
