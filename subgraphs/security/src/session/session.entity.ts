import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql';
import { UserEntity } from '../user/user.entity.ts';

/** One sign-in of a person. The token itself is not stored, only its SHA-256. */
export const SessionEntity = defineEntity({
  name: 'Session',
  tableName: 'session',
  indexes: [{ name: 'session_by_user', properties: ['user'] }],
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(UserEntity).ref().deleteRule('cascade'),
    tokenHash: p.blob().unique('session_token_hash').hidden(),
    createdAt: p.datetime(),
    lastSeenAt: p.datetime(),
    expiresAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
  },
});

export type Session = InferEntity<typeof SessionEntity>;
