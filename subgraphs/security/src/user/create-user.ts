import { randomUUID } from 'node:crypto';
import { UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { UserError } from '@intendant/kit/errors';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { SecurityContext } from '../context.ts';
import { hashPassword, passwordSchema } from '../session/password.ts';
import { publishUser } from './publish-user.ts';
import { emailSchema, userNameSchema } from './user-fields.ts';
import { auditStateOfUser, UserEntity, type User } from './user.entity.ts';

const schema = z.object({
  email: emailSchema,
  name: userNameSchema,
  password: passwordSchema,
  /** Only for the demo fleet, whose identifiers are the same on every machine. Not part of the SDL. */
  id: z.guid().optional(),
  /** Marks a person of the demo fleet. Not part of the SDL. */
  isDemo: z.boolean().optional(),
});

/**
 * Creates a user without any role; only the argon2id hash of the password is stored. Platform callers only. Throws
 * `UserError` `BAD_INPUT` for malformed fields, `ALREADY_EXISTS` for an e-mail address in use.
 */
export async function createUser(ctx: SecurityContext, input: z.input<typeof schema>): Promise<User> {
  authorise(ctx, 'users:write');
  requirePlatformCaller(ctx);
  const { id = randomUUID(), email, name, password, isDemo = false } = parseInput(schema, input);
  const passwordHash = await hashPassword(password);

  return ctx.em.transactional(
    async (em) => {
      const user = em.create(UserEntity, {
        id,
        email,
        name,
        passwordHash,
        isDemo,
        platformRole: null,
        isDisabled: false,
        lastSignedInAt: null,
        createdAt: ctx.clock.now(),
      });
      try {
        await em.persistAndFlush(user);
      } catch (error) {
        if (error instanceof UniqueConstraintViolationException) {
          throw new UserError('ALREADY_EXISTS', 'A user with this e-mail address exists already.', 'email');
        }
        throw error;
      }
      await appendAudit(em, ctx, {
        action: 'user.create',
        target: { type: 'User', id: user.id, name: user.name },
        tenantId: null,
        after: auditStateOfUser(user),
      });
      await publishUser(em, ctx, user);
      return user;
    },
    { clear: true },
  );
}
