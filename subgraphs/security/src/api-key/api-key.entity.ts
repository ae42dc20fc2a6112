import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql';

/** A program's credential, of one tenant or (without `tenantId`) of the platform. Only SHA-256 of the key is stored. */
export const ApiKeyEntity = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  indexes: [
    { name: 'api_key_created_at', properties: ['createdAt', 'id'] },
    { name: 'api_key_tenant', properties: ['tenantId', 'createdAt', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    prefix: p.text(),
    keyHash: p.blob().unique('api_key_key_hash').hidden(),
    scopes: p.array(),
    tenantId: p.uuid().nullable(),
    eventsPerSecond: p.integer().nullable(),
    // The caller that made it: a user's or another key's id, or a service's name.
    createdBy: p.text(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
});

export type ApiKey = InferEntity<typeof ApiKeyEntity>;

/** What the audit log keeps of a key: neither the key nor its hash. */
export function auditStateOfApiKey(key: ApiKey): object {
  return {
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    eventsPerSecond: key.eventsPerSecond ?? null,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}
