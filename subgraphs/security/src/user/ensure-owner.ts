import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { authorise } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { SecurityContext } from '../context.ts';
import { publishMemberCountsOfUsers } from '../membership/publish-member-counts.ts';
import { generatePassword, hashPassword, passwordSchema } from '../session/password.ts';
import { publishUser } from './publish-user.ts';
import { serialiseOwners } from './refuse-last-owner.ts';
import { emailSchema } from './user-fields.ts';
import { auditStateOfUser, UserEntity } from './user.entity.ts';

const schema = z.object({ email: emailSchema, password: passwordSchema.nullable() });

export interface EnsuredOwner {
  /** Whether this call created (or appointed) the owner. */
  isCreated: boolean;
  /** The address of the owner created now; null when there was an owner already. */
  email: string | null;
  /** The password, when one was generated; it is shown this once and cannot be read again. */
  generatedPassword: string | null;
}

/**
 * Makes sure that the platform has an owner: the first call creates one, with a generated password of 24 characters
 * when none is given; while there is an enabled owner every further call, and every concurrent one, changes nothing.
 * Somebody who has the e-mail address already becomes owner and keeps their password. For our own services only.
 */
export async function ensureOwner(
  ctx: SecurityContext,
  input: z.input<typeof schema>,
): Promise<EnsuredOwner> {
  authorise(ctx, 'service:internal');
  const { email, password } = parseInput(schema, input);
  const unchanged: EnsuredOwner = { isCreated: false, email: null, generatedPassword: null };
  const owner = { platformRole: 'OWNER', isDisabled: false } as const;
  if ((await ctx.em.count(UserEntity, owner)) > 0) {
    return unchanged;
  }
  const generatedPassword = password === null ? generatePassword() : null;
  const passwordHash = await hashPassword(password ?? generatedPassword ?? generatePassword());

  return ctx.em.transactional(
    async (em) => {
      await serialiseOwners(em);
      if ((await em.count(UserEntity, owner)) > 0) {
        return unchanged;
      }
      const existing = await em.findOne(UserEntity, { email });
      const before = existing && auditStateOfUser(existing);
      const wasDisabled = existing?.isDisabled ?? false;
      const user =
        existing ??
        em.create(UserEntity, {
          id: randomUUID(),
          email,
          name: 'Platform owner',
          passwordHash,
          lastSignedInAt: null,
          createdAt: ctx.clock.now(),
        });
      em.assign(user, owner);
      await em.persistAndFlush(user);
      await appendAudit(em, ctx, {
        action: existing ? 'user.set-platform-role' : 'user.create',
        target: { type: 'User', id: user.id, name: user.name },
        tenantId: null,
        before,
        after: auditStateOfUser(user),
      });
      await publishUser(em, ctx, user);
      if (wasDisabled) {
        await publishMemberCountsOfUsers(em, ctx, [user.id]);
      }
      return { isCreated: true, email, generatedPassword: existing ? null : generatedPassword };
    },
    { clear: true },
  );
}
