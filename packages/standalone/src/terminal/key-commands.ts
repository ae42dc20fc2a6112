import { UserError } from '@intendant/kit/errors';
import { grantablePermissions } from '@intendant/kit/identity/permissions';
import { serviceCaller } from '@intendant/kit/identity/caller';
import type { ApiKey } from '@intendant/security/api-key/api-key.entity';
import { createApiKey } from '@intendant/security/api-key/create-api-key';
import { listApiKeys } from '@intendant/security/api-key/list-api-keys';
import { revokeApiKey } from '@intendant/security/api-key/revoke-api-key';
import type { SecurityContext } from '@intendant/security/context';
import { TenantEntity } from '@intendant/tenants/tenant/tenant.entity';
import type { Platform } from '../instance/platform.ts';
import { withPlatform } from '../instance/with-platform.ts';
import { OperatorError } from '../operator-error.ts';

export interface NewKey {
  name: string;
  scopes: string[];
  tenantSlug: string | null;
  expires: string | null;
  eventsPerSecond: number | null;
  isTest: boolean;
}

const caller = serviceCaller('command line');

/** Creates a key and prints it, alone on standard output so that a script can take it. */
export async function createKey({ tenantSlug, expires, ...input }: NewKey): Promise<void> {
  const expiresAt = expires === null ? null : expiryOf(expires, new Date());
  const unknown = input.scopes.filter((scope) => !grantablePermissions.some((known) => known === scope));
  if (unknown.length > 0) {
    throw new OperatorError(
      `There is no scope ${unknown.join(', ')}; choose from ${grantablePermissions.join(', ')}.`,
    );
  }
  await withPlatform(async (platform) => {
    const tenantId = tenantSlug === null ? null : await tenantIdOf(platform, tenantSlug);
    const { apiKey, secret } = await mendable(() =>
      createApiKey(securityContext(platform), { ...input, tenantId, expiresAt }),
    );
    process.stdout.write(`${secret}\n`);
    process.stderr.write(
      `Created “${apiKey.name}” (${apiKey.id}). This is the only time the key is shown.\n`,
    );
  });
}

export async function listKeys(): Promise<void> {
  await withPlatform(async (platform) => {
    const keys = await allKeys(platform);
    if (keys.length === 0) {
      process.stdout.write('There are no API keys yet; npm run key -- create makes one.\n');
      return;
    }
    const rows = keys.map((key) => [
      key.prefix,
      key.name,
      stateOf(key, new Date()),
      key.tenantId ?? 'platform',
      key.scopes.join(','),
      key.id,
    ]);
    process.stdout.write(table(['PREFIX', 'NAME', 'STATE', 'FOR', 'SCOPES', 'ID'], rows));
  });
}

export async function revokeKey(idOrPrefix: string): Promise<void> {
  await withPlatform(async (platform) => {
    const matching = (await allKeys(platform)).filter(
      ({ id, prefix }) => id === idOrPrefix || prefix === idOrPrefix || idOrPrefix.startsWith(prefix),
    );
    const [key, other] = matching;
    if (!key) {
      throw new OperatorError(`There is no API key ${idOrPrefix}; npm run key -- list shows them.`);
    }
    if (other) {
      throw new OperatorError(`Several API keys begin with ${idOrPrefix}; name one by its id.`);
    }
    await mendable(() => revokeApiKey(securityContext(platform), { id: key.id }));
    process.stdout.write(`Revoked “${key.name}” (${key.id}).\n`);
  });
}

function securityContext(platform: Platform): SecurityContext {
  return platform.runtime('security').contextFor({ caller }) as SecurityContext;
}

async function tenantIdOf(platform: Platform, slug: string): Promise<string> {
  const { em } = platform.runtime('tenants').contextFor({ caller });
  const tenant = await em.findOne(TenantEntity, { slug: slug.toLowerCase() });
  if (!tenant) {
    throw new OperatorError(`There is no tenant with the slug ${slug}.`);
  }
  return tenant.id;
}

async function allKeys(platform: Platform): Promise<ApiKey[]> {
  const keys: ApiKey[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listApiKeys>> = await listApiKeys(securityContext(platform), {
      first: 100,
      after,
    });
    keys.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return keys;
}

/** What the use case refuses is the operator's to mend: one line, no stack. */
async function mendable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof UserError ? new OperatorError(error.message, { cause: error }) : error;
  }
}

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `30d`, `12h`, `90m`, or a date. Throws `OperatorError` for anything else. */
export function expiryOf(text: string, now: Date): Date {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  const date =
    count !== undefined && (unit === 'm' || unit === 'h' || unit === 'd')
      ? new Date(now.getTime() + Number(count) * unitMs[unit])
      : /^\d{4}-\d{2}-\d{2}/.test(text)
        ? new Date(text)
        : new Date(Number.NaN);
  if (Number.isNaN(date.getTime())) {
    throw new OperatorError(`--expires needs 30d, 12h or a date such as 2027-01-31; got “${text}”.`);
  }
  return date;
}

function stateOf(key: ApiKey, now: Date): string {
  if (key.revokedAt) {
    return 'revoked';
  }
  if (key.expiresAt && key.expiresAt <= now) {
    return 'expired';
  }
  return key.lastUsedAt ? `used ${key.lastUsedAt.toISOString().slice(0, 16)}` : 'unused';
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[header, ...rows].map(line).join('\n')}\n`;
}
