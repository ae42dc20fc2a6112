import type { EntityManager } from '@mikro-orm/postgresql';
import { publish } from '@intendant/kit/events/publish';
import type { SecurityContext } from '../context.ts';
import { permissionsOfPlatformRole, type PlatformRole } from '../role/role-permissions.ts';
import type { User } from './user.entity.ts';

/** A user as other subgraphs receive it: who may be asked to work on something, and what for. */
export interface UserSnapshot {
  id: string;
  name: string;
  email: string;
  platformRole: PlatformRole | null;
  /** What the platform role permits; none without one. What a person may do inside tenants is not told. */
  permissions: readonly string[];
  isDisabled: boolean;
}

function userSnapshot(user: User): UserSnapshot {
  const platformRole = user.platformRole ?? null;
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    platformRole,
    permissions: platformRole ? permissionsOfPlatformRole(platformRole) : [],
    isDisabled: user.isDisabled,
  };
}

type Change = Pick<SecurityContext, 'clock' | 'requestId'>;

/** Tells the other subgraphs what a user is now, with the transaction of the change. */
export async function publishUser(em: EntityManager, ctx: Change, user: User): Promise<void> {
  await publish(
    em,
    { type: 'user.changed', aggregateId: user.id, tenantId: null, data: userSnapshot(user) },
    ctx,
  );
}

/** Tells the other subgraphs that a user is gone: to them it is somebody who may do nothing any more. */
export async function publishRemovedUser(em: EntityManager, ctx: Change, user: User): Promise<void> {
  await publishUser(em, ctx, { ...user, platformRole: null, isDisabled: true });
}
