import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Context } from '@intendant/kit/context';
import { listSettings, type RegisteredSetting } from '@intendant/kit/settings/registry';
import type { TenantsSettings } from './settings.ts';
import { TenantEntity, type Tenant } from './tenant/tenant.entity.ts';

export interface TenantsLoaders {
  tenantById: DataLoader<string, Tenant | null>;
  settingByKey: DataLoader<string, RegisteredSetting | null>;
}

export type TenantsContext = Context<TenantsLoaders, TenantsSettings>;

/** Loaders only batch; the entity manager is what remembers, and it sees what a mutation changed. */
export function createTenantsLoaders({ em }: { em: EntityManager }): TenantsLoaders {
  return {
    tenantById: new DataLoader(
      async (ids) => {
        const tenants = await em.find(TenantEntity, { id: { $in: [...ids] } });
        const byId = new Map(tenants.map((tenant) => [tenant.id, tenant]));
        return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
      },
      { cache: false },
    ),
    settingByKey: new DataLoader(
      async (keys) => {
        const byKey = new Map((await listSettings(em)).map((setting) => [setting.key, setting]));
        return keys.map((key) => byKey.get(key) ?? null);
      },
      { cache: false },
    ),
  };
}
