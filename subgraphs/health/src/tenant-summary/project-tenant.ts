import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { DomainEvent } from '@intendant/kit/events/domain-event';

/** What the events of the aggregate `tenant` carry. */
export interface TenantState {
  id: string;
  name: string;
  slug: string;
  status: string;
  isDemo: boolean;
  createdAt: string;
}

/** Copies a tenant's facts into its summary, unless newer ones stand there. */
export async function projectTenant(em: EntityManager, event: DomainEvent<TenantState>): Promise<void> {
  const { data } = event;
  await executeSql(
    em,
    `insert into tenant_summary as s (tenant_id, tenant_version, name, slug, status, is_demo, created_at)
     values (?::uuid, ?, ?, ?, ?, ?, ?)
     on conflict (tenant_id) do update set
       tenant_version = excluded.tenant_version, name = excluded.name, slug = excluded.slug,
       status = excluded.status, is_demo = excluded.is_demo, created_at = excluded.created_at
     where s.tenant_version < excluded.tenant_version`,
    [event.aggregateId, event.version, data.name, data.slug, data.status, data.isDemo, data.createdAt],
  );
}
