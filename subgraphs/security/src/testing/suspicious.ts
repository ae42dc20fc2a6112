import { randomBytes, randomUUID } from 'node:crypto';
import type { TestDatabase } from '@intendant/kit/testing/test-database';
import { ApiKeyEntity } from '../api-key/api-key.entity.ts';
import { recordSignInFailure } from '../session/record-sign-in-failure.ts';
import type { SecurityContext } from '../context.ts';

/** Refused sign-ins of one account, as signing in records them. */
export async function refusedSignIns(db: TestDatabase, email: string, count = 1): Promise<void> {
  const ctx = db.context('security') as SecurityContext;
  for (let number = 0; number < count; number += 1) {
    await recordSignInFailure(ctx, { email, userId: null, reason: 'WRONG_PASSWORD' });
  }
}

/** API keys that are there without anybody having been told, so that their time can be anything. */
export async function storedKeys(
  db: TestDatabase,
  {
    tenantId = null,
    createdBy = 'service:test',
    createdAt = db.clock.now(),
    ...rest
  }: {
    tenantId?: string | null;
    createdBy?: string;
    createdAt?: Date;
    revokedAt?: Date | null;
    expiresAt?: Date | null;
  },
  count = 1,
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await db.em('security').insertMany(
    ApiKeyEntity,
    ids.map((id) => ({
      id,
      name: 'ci',
      prefix: 'itd_live_abcd',
      keyHash: randomBytes(32),
      scopes: ['health:read'],
      tenantId,
      createdBy,
      createdAt,
      ...rest,
    })),
  );
  return ids;
}
