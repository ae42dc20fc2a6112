import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { DomainEvent } from '@intendant/kit/events/domain-event';

/** What billing uses of the events of the aggregate `tenant`. */
export interface TenantState {
  name: string;
  slug: string;
  isDemo: boolean;
  createdAt: string;
}

/** Copies what billing shows of tenants, each named once, unless something newer stands there. One statement. */
export async function projectTenants(
  em: EntityManager,
  events: readonly Pick<DomainEvent<TenantState>, 'aggregateId' | 'version' | 'data'>[],
): Promise<void> {
  await executeSql(
    em,
    `insert into tenant as t (id, version, name, slug, is_demo)
     select * from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::boolean[])
     on conflict (id) do update set
       version = excluded.version, name = excluded.name, slug = excluded.slug, is_demo = excluded.is_demo
     where t.version < excluded.version`,
    [
      events.map(({ aggregateId }) => aggregateId),
      events.map(({ version }) => version),
      events.map(({ data }) => data.name),
      events.map(({ data }) => data.slug),
      events.map(({ data }) => data.isDemo),
    ],
  );
}
