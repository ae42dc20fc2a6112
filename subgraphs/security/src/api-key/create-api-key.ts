import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { UserError } from '@intendant/kit/errors';
import { authorise } from '@intendant/kit/identity/authorise';
import { grantablePermissions } from '@intendant/kit/identity/permissions';
import { parseInput } from '@intendant/kit/parse-input';
import { printableText } from '@intendant/kit/plain-text';
import type { SecurityContext } from '../context.ts';
import { findTenant } from '../membership/find-tenant.ts';
import { refuseExceeding } from '../role/refuse-exceeding.ts';
import { withinTenant } from '../role/role-permissions.ts';
import { ApiKeyEntity, auditStateOfApiKey, type ApiKey } from './api-key.entity.ts';
import { generateKey } from './key-format.ts';

const schema = z.object({
  name: printableText('name')
    .trim()
    .min(1, 'The name must not be empty.')
    .max(100, 'The name must have at most 100 characters.'),
  scopes: z
    .array(z.string())
    .min(1, 'A key needs at least one scope.')
    .transform((scopes) => [...new Set(scopes)])
    .pipe(
      z.array(z.enum(grantablePermissions, { error: ({ input }) => `There is no scope ${String(input)}.` })),
    ),
  tenantId: z.string().nullish(),
  isTest: z.boolean().nullish(),
  expiresAt: z.coerce.date().nullish(),
  eventsPerSecond: z
    .number()
    .int()
    .min(1, 'The limit must be at least 1.')
    .max(1_000_000, 'The limit must be at most 1,000,000.')
    .nullish(),
});

/**
 * Creates an API key and returns it once, as `secret`; what is stored is its SHA-256. A tenant caller creates keys of
 * its own tenant. Throws `UserError` `BAD_INPUT` for malformed fields, scopes a tenant's key cannot have and an expiry
 * that is past, `NOT_FOUND` for an unknown tenant, and `ForbiddenError` for scopes the caller does not hold.
 */
export async function createApiKey(
  ctx: SecurityContext,
  input: z.input<typeof schema>,
): Promise<{ apiKey: ApiKey; secret: string }> {
  const caller = authorise(ctx, 'keys:write');
  const { name, scopes, ...rest } = parseInput(schema, input);
  const tenantId = rest.tenantId ?? caller.tenantId;
  authorise(ctx, 'keys:write', { tenantId });
  const now = ctx.clock.now();
  if (rest.expiresAt && rest.expiresAt <= now) {
    throw new UserError('BAD_INPUT', 'The expiry must lie in the future.', 'expiresAt');
  }
  if (typeof rest.eventsPerSecond === 'number' && caller.tenantId !== null) {
    throw new UserError(
      'BAD_INPUT',
      'Only the platform sets an ingestion limit; leave it out.',
      'eventsPerSecond',
    );
  }
  if (tenantId !== null && withinTenant(scopes).length < scopes.length) {
    const platformOnly = scopes.filter((scope) => !withinTenant(scopes).includes(scope));
    throw new UserError('BAD_INPUT', `A tenant's key cannot have ${platformOnly.join(', ')}.`, 'scopes');
  }
  refuseExceeding(caller, scopes);
  if (tenantId !== null && !(await findTenant(ctx.em, tenantId))) {
    throw new UserError('NOT_FOUND', 'There is no such tenant.', 'tenantId');
  }

  const { secret, prefix, hash } = generateKey(rest.isTest ?? false);
  const apiKey = await ctx.em.transactional(
    async (em) => {
      const created = em.create(ApiKeyEntity, {
        id: randomUUID(),
        name,
        prefix,
        keyHash: hash,
        scopes,
        tenantId: tenantId?.toLowerCase() ?? null,
        eventsPerSecond: rest.eventsPerSecond ?? null,
        createdBy: caller.id,
        createdAt: now,
        expiresAt: rest.expiresAt ?? null,
        lastUsedAt: null,
        revokedAt: null,
      });
      await em.persistAndFlush(created);
      await appendAudit(em, ctx, {
        action: 'key.create',
        target: { type: 'ApiKey', id: created.id, name },
        tenantId: created.tenantId ?? null,
        after: auditStateOfApiKey(created),
      });
      return created;
    },
    { clear: true },
  );
  return { apiKey, secret };
}
