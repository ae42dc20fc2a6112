import { z } from 'zod';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise } from '@intendant/kit/identity/authorise';
import { isGrantablePermission, type GrantablePermission } from '@intendant/kit/identity/permissions';
import { parseInput } from '@intendant/kit/parse-input';
import { hashKey, isWellFormedKey } from '../api-key/key-format.ts';
import type { SecurityContext } from '../context.ts';
import type { PlatformRole, TenantRole } from '../role/role-permissions.ts';
import {
  accessOfKey,
  accessOfUser,
  refusalOfUser,
  type Access,
  type TenantRefusal,
} from './resolve-access.ts';
import { isOpen, latestEnd } from './session-expiry.ts';
import { sessionTimeouts } from './session-timeouts.ts';
import { hashSessionToken, isWellFormedSessionToken } from './session-token.ts';

const schema = z.object({
  kind: z.enum(['SESSION', 'API_KEY']),
  secret: z.string(),
  tenant: z.string().nullish(),
});

export interface ResolvedCredential {
  callerKind: 'USER' | 'API_KEY';
  callerId: string;
  callerName: string;
  tenantId: string | null;
  permissions: GrantablePermission[];
  credentialId: string;
  eventsPerSecond: number | null;
  expiresAt: Date | null;
  /** Null when the credential opens something; otherwise it is good, but not without a tenant or not for this one. */
  refusal: TenantRefusal | null;
}

type Owner = Omit<ResolvedCredential, 'tenantId' | 'permissions' | 'refusal'>;

/** A slug is a label of a domain name, and an id a UUID; anything else names no tenant. */
const tenantName = /^[0-9a-z-]{1,63}$/i;
/** Stands for a name that can be no tenant's, so that it is answered like one that happens to be none. */
const noTenant = '';

/** Uses are recorded at most this often, so that a busy credential costs one statement and not two. */
const recordedEveryMs = 60_000;

/**
 * Who a credential belongs to and what it permits at this moment; null when it is malformed, unknown, expired or
 * revoked, or its user is disabled or has no role. A good one that gives no access to the named tenant, or to several
 * without one being named, permits nothing, says so in `refusal`, and does not count as used. One statement, and one
 * more at most once a minute to record the use; malformed secrets cost none. For our own services only.
 */
export async function resolveCredential(
  ctx: SecurityContext,
  input: z.input<typeof schema>,
): Promise<ResolvedCredential | null> {
  authorise(ctx, 'service:internal');
  const { kind, secret, tenant } = parseInput(schema, input);
  const named = !tenant ? null : tenantName.test(tenant) ? tenant : noTenant;
  return kind === 'SESSION' ? resolveSession(ctx, secret, named) : resolveApiKey(ctx, secret, named);
}

function granted(owner: Owner, { tenantId, permissions }: Access): ResolvedCredential {
  return { ...owner, tenantId, permissions: [...permissions], refusal: null };
}

function refused(owner: Owner, refusal: TenantRefusal): ResolvedCredential {
  return { ...owner, tenantId: null, permissions: [], refusal };
}

// Rows are read as JSON because it writes instants in ISO 8601, whatever the driver is told about dates.
// A named tenant is an id or a slug; the id counts when a slug is shaped like one.
const namedTenant = `(select t.id from known_tenant t where t.id::text = lower(?) or t.slug = lower(?)
  order by t.id::text = lower(?) desc limit 1)`;

interface SessionRow {
  id: string;
  createdAt: string;
  expiresAt: string;
  lastSeenAt: string;
  userId: string;
  userName: string;
  platformRole: PlatformRole | null;
  memberships: { tenantId: string; role: TenantRole }[];
  namedTenantId: string | null;
}

async function resolveSession(
  ctx: SecurityContext,
  token: string,
  tenant: string | null,
): Promise<ResolvedCredential | null> {
  if (!isWellFormedSessionToken(token)) {
    return null;
  }
  const now = ctx.clock.now();
  const timeouts = await sessionTimeouts(ctx);
  const [found] = await executeSql<{ row: SessionRow }>(
    ctx.em,
    `select json_build_object(
       'id', s.id, 'createdAt', s.created_at, 'expiresAt', s.expires_at, 'lastSeenAt', s.last_seen_at,
       'userId', u.id, 'userName', u.name, 'platformRole', u.platform_role,
       'memberships', (
         select coalesce(json_agg(json_build_object('tenantId', m.tenant_id, 'role', m.role)), '[]')
         from membership m where m.user_id = u.id),
       'namedTenantId', ${namedTenant}
     ) as row
     from session s join "user" u on u.id = s.user_id
     where s.token_hash = ? and s.revoked_at is null and not u.is_disabled`,
    [tenant, tenant, tenant, hashSessionToken(token)],
  );
  if (!found) {
    return null;
  }
  const { row } = found;
  const session = {
    createdAt: new Date(row.createdAt),
    expiresAt: new Date(row.expiresAt),
    lastSeenAt: new Date(row.lastSeenAt),
    revokedAt: null,
  };
  if (!isOpen(session, timeouts, now)) {
    return null;
  }
  const owner: Owner = {
    callerKind: 'USER',
    callerId: row.userId,
    callerName: row.userName,
    credentialId: row.id,
    eventsPerSecond: null,
    expiresAt: latestEnd(session, timeouts),
  };
  const access =
    tenant !== null && row.namedTenantId === null
      ? null
      : accessOfUser(row, row.namedTenantId === null ? null : { tenantId: row.namedTenantId });
  if (!access) {
    const refusal = refusalOfUser(row, tenant !== null);
    return refusal && refused(owner, refusal);
  }
  if (now.getTime() - session.lastSeenAt.getTime() >= recordedEveryMs) {
    await executeSql(ctx.em, 'update session set last_seen_at = ? where id = ? and last_seen_at < ?', [
      now,
      row.id,
      now,
    ]);
  }
  return granted(owner, access);
}

interface ApiKeyRow {
  id: string;
  name: string;
  scopes: string[];
  tenantId: string | null;
  eventsPerSecond: number | null;
  expiresAt: string | null;
  lastUsedAt: string | null;
  namedTenantId: string | null;
}

async function resolveApiKey(
  ctx: SecurityContext,
  secret: string,
  tenant: string | null,
): Promise<ResolvedCredential | null> {
  if (!isWellFormedKey(secret)) {
    return null;
  }
  const now = ctx.clock.now();
  const [found] = await executeSql<{ row: ApiKeyRow }>(
    ctx.em,
    `select json_build_object(
       'id', k.id, 'name', k.name, 'scopes', k.scopes, 'tenantId', k.tenant_id,
       'eventsPerSecond', k.events_per_second, 'expiresAt', k.expires_at, 'lastUsedAt', k.last_used_at,
       'namedTenantId', ${namedTenant}
     ) as row
     from api_key k where k.key_hash = ? and k.revoked_at is null`,
    [tenant, tenant, tenant, hashKey(secret)],
  );
  if (!found) {
    return null;
  }
  const { row } = found;
  const expiresAt = row.expiresAt === null ? null : new Date(row.expiresAt);
  if (expiresAt && expiresAt <= now) {
    return null;
  }
  const owner: Owner = {
    callerKind: 'API_KEY',
    callerId: row.id,
    callerName: row.name,
    credentialId: row.id,
    eventsPerSecond: row.eventsPerSecond,
    expiresAt,
  };
  const scopes = row.scopes.filter(isGrantablePermission);
  const access =
    tenant !== null && row.namedTenantId === null
      ? null
      : accessOfKey(
          { tenantId: row.tenantId, scopes },
          row.namedTenantId === null ? null : { tenantId: row.namedTenantId },
        );
  if (!access) {
    return refused(owner, 'NO_ACCESS_TO_TENANT');
  }
  if (row.lastUsedAt === null || now.getTime() - new Date(row.lastUsedAt).getTime() >= recordedEveryMs) {
    await executeSql(
      ctx.em,
      'update api_key set last_used_at = ? where id = ? and (last_used_at is null or last_used_at < ?)',
      [now, row.id, now],
    );
  }
  return granted(owner, access);
}
