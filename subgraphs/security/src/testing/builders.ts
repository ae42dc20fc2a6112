import { randomUUID } from 'node:crypto';
import { publish } from '@intendant/kit/events/publish';
import { aService } from '@intendant/kit/testing/callers';
import type { TestDatabase } from '@intendant/kit/testing/test-database';
import type { SecurityContext } from '../context.ts';
import { MembershipEntity, type Membership } from '../membership/membership.entity.ts';
import type { PlatformRole, TenantRole } from '../role/role-permissions.ts';
import { hashPassword } from '../session/password.ts';
import type { securitySettings } from '../settings.ts';
import { UserEntity, type User } from '../user/user.entity.ts';

export const password = 'correct horse battery';

// One hash for all test users: argon2 is slow on purpose.
let passwordHash: Promise<string> | undefined;

/** A tenant as its own subgraph announces it; security knows it at once from the log, or after `drainJobs`. */
export async function aTenant(
  db: TestDatabase,
  options: { id?: string; name?: string; slug?: string; event?: string } = {},
): Promise<{ id: string; name: string; slug: string }> {
  const { id = randomUUID(), name = 'Opera', event = 'tenant.created' } = options;
  const { slug = `opera-${id.slice(0, 8)}` } = options;
  const data = { id, name, slug, contactEmail: 'office@example.com', status: 'ACTIVE', isDemo: false };
  const { clock } = db;
  await db
    .em('security')
    .transactional((em) =>
      publish(em, { type: event, aggregateId: id, tenantId: id, data }, { clock, requestId: 'test' }),
    );
  return { id, name, slug };
}

export async function aUser(
  db: TestDatabase,
  options: {
    name?: string;
    email?: string;
    platformRole?: PlatformRole | null;
    isDisabled?: boolean;
    lastSignedInAt?: Date | null;
  } = {},
): Promise<User> {
  passwordHash ??= hashPassword(password);
  const id = randomUUID();
  const em = db.em('security');
  const user = em.create(UserEntity, {
    id,
    name: options.name ?? 'Clara',
    email: options.email ?? `${id}@example.com`,
    passwordHash: await passwordHash,
    platformRole: options.platformRole ?? null,
    isDisabled: options.isDisabled ?? false,
    lastSignedInAt: options.lastSignedInAt ?? null,
    createdAt: db.clock.now(),
  });
  await em.persistAndFlush(user);
  return user;
}

export async function aMembership(
  db: TestDatabase,
  { user, tenantId, role }: { user: { id: string }; tenantId: string; role: TenantRole },
): Promise<Membership> {
  const em = db.em('security');
  const membership = em.create(MembershipEntity, {
    id: randomUUID(),
    user: em.getReference(UserEntity, user.id),
    tenantId,
    role,
    createdAt: db.clock.now(),
  });
  await em.persistAndFlush(membership);
  return membership;
}

/** A user of one tenant. */
export async function aMember(
  db: TestDatabase,
  tenantId: string,
  role: TenantRole,
  options: Parameters<typeof aUser>[1] = {},
): Promise<{ user: User; membership: Membership }> {
  const user = await aUser(db, options);
  return { user, membership: await aMembership(db, { user, tenantId, role }) };
}

/** Changes a setting as an administrator would. */
export async function changeSetting(
  db: TestDatabase,
  key: keyof typeof securitySettings,
  value: number,
): Promise<void> {
  const ctx = db.context('security', aService()) as SecurityContext;
  await ctx.em.transactional((em) => ctx.settings.set(em, ctx, key, value));
  // The announcement arrives a moment later; a test does not wait for it.
  ctx.settings.clear();
}
