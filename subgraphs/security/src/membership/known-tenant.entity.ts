import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql';

/** What security knows of a tenant, from the events of the subgraph that owns it. */
export const KnownTenantEntity = defineEntity({
  name: 'KnownTenant',
  tableName: 'known_tenant',
  properties: {
    id: p.uuid().primary(),
    slug: p.text().index('known_tenant_slug'),
    name: p.text(),
  },
});

export type KnownTenant = InferEntity<typeof KnownTenantEntity>;
