import { LockMode } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { UserError } from '@intendant/kit/errors';
import { authorise } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import { notify } from '@intendant/kit/pubsub/notify';
import type { SecurityContext } from '../context.ts';
import { isId } from '../id.ts';
import { ApiKeyEntity, auditStateOfApiKey, type ApiKey } from './api-key.entity.ts';

const schema = z.object({ id: z.string() });

/**
 * Ends an API key: it stops working at once, and its open subscriptions are cut. Throws `UserError` `NOT_FOUND` for a
 * key that does not exist or belongs to another tenant, `INVALID_STATE` for one revoked before.
 */
export async function revokeApiKey(ctx: SecurityContext, input: z.input<typeof schema>): Promise<ApiKey> {
  authorise(ctx, 'keys:write');
  const { id } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      const key = isId(id)
        ? await em.findOne(ApiKeyEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
        : null;
      if (!key) {
        throw new UserError('NOT_FOUND', 'There is no such API key.', 'id');
      }
      if (key.revokedAt) {
        throw new UserError('INVALID_STATE', 'The API key is revoked already.', 'id');
      }
      const before = auditStateOfApiKey(key);
      key.revokedAt = ctx.clock.now();
      await em.flush();
      await appendAudit(em, ctx, {
        action: 'key.revoke',
        target: { type: 'ApiKey', id: key.id, name: key.name },
        tenantId: key.tenantId ?? null,
        before,
        after: auditStateOfApiKey(key),
      });
      await notify(em, 'credential-revoked', { credentialId: key.id });
      return key;
    },
    { clear: true },
  );
}
