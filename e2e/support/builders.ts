import { randomBytes } from 'node:crypto';
import { graphql } from './api-client.ts';
import type { InstanceAddress } from './instances.ts';

export interface ATenant {
  id: string;
  slug: string;
  name: string;
}

/** A tenant of its own for a test, created through the API. */
export async function aTenant(instance: InstanceAddress): Promise<ATenant> {
  const suffix = randomBytes(5).toString('hex');
  const input = {
    name: `Ensemble ${suffix}`,
    slug: `ensemble-${suffix}`,
    contactEmail: `${suffix}@example.com`,
  };
  const { data } = await graphql<{ createTenant: { tenant: ATenant | null; userErrors: unknown[] } }>(
    instance,
    `
      mutation ($input: CreateTenantInput!) {
        createTenant(input: $input) {
          tenant {
            id
            slug
            name
          }
          userErrors {
            code
            message
          }
        }
      }
    `,
    { input },
  );
  if (!data.createTenant.tenant) {
    throw new Error(`The tenant was refused: ${JSON.stringify(data.createTenant.userErrors)}`);
  }
  return data.createTenant.tenant;
}

export interface AKey {
  id: string;
  secret: string;
}

/** An API key with the given scopes, of the platform or of one tenant. */
export async function aKey(
  instance: InstanceAddress,
  scopes: readonly string[],
  options: { tenantId?: string; eventsPerSecond?: number } = {},
): Promise<AKey> {
  const { data } = await graphql<{
    createApiKey: { apiKey: { id: string } | null; secret: string | null; userErrors: unknown[] };
  }>(
    instance,
    `
      mutation ($input: CreateApiKeyInput!) {
        createApiKey(input: $input) {
          apiKey {
            id
          }
          secret
          userErrors {
            code
            message
          }
        }
      }
    `,
    { input: { name: 'a key', scopes, ...options } },
  );
  const { apiKey, secret } = data.createApiKey;
  if (!apiKey || !secret) {
    throw new Error(`The key was refused: ${JSON.stringify(data.createApiKey.userErrors)}`);
  }
  return { id: apiKey.id, secret };
}

export interface AUser {
  id: string;
  email: string;
  password: string;
}

/** A person who can sign in, with a role on the platform or inside one tenant, or none. */
export async function aUser(
  instance: InstanceAddress,
  {
    platformRole,
    tenantId,
    tenantRole = 'OWNER',
  }: { platformRole?: string; tenantId?: string; tenantRole?: string } = {},
): Promise<AUser> {
  const suffix = randomBytes(5).toString('hex');
  const credentials = { email: `${suffix}@example.com`, password: `a long password ${suffix}` };
  const { data } = await graphql<{
    createUser: { user: { id: string } | null; userErrors: unknown[] };
  }>(
    instance,
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } userErrors { code message } } }',
    { input: { name: `Person ${suffix}`, ...credentials } },
  );
  const { user, userErrors } = data.createUser;
  if (!user) {
    throw new Error(`The user was refused: ${JSON.stringify(userErrors)}`);
  }
  if (platformRole) {
    await graphql(
      instance,
      'mutation ($input: SetPlatformRoleInput!) { setPlatformRole(input: $input) { userErrors { code } } }',
      { input: { userId: user.id, role: platformRole } },
    );
  }
  if (tenantId) {
    await graphql(
      instance,
      'mutation ($input: SetMembershipInput!) { setMembership(input: $input) { userErrors { code } } }',
      { input: { userId: user.id, tenantId, role: tenantRole } },
    );
  }
  return { id: user.id, ...credentials };
}

/** Signs somebody in; what comes back goes where an API key does. */
export async function aSession(
  instance: InstanceAddress,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const { data } = await graphql<{ signIn: { sessionToken: string | null; userErrors: unknown[] } }>(
    instance,
    'mutation ($input: SignInInput!) { signIn(input: $input) { sessionToken userErrors { code message } } }',
    { input: { email, password } },
    null,
  );
  const { sessionToken, userErrors } = data.signIn;
  if (!sessionToken) {
    throw new Error(`Signing in was refused: ${JSON.stringify(userErrors)}`);
  }
  return sessionToken;
}

/** An incident that is open. */
export async function anIncident(
  instance: InstanceAddress,
  input: { title: string; severity?: string; tenantIds?: string[] },
): Promise<{ id: string }> {
  const { data, errors } = await graphql<{ openIncident: { incident: { id: string } | null } }>(
    instance,
    'mutation ($input: OpenIncidentInput!) { openIncident(input: $input) { incident { id } userErrors { message } } }',
    { input: { severity: 'MAJOR', ...input } },
  );
  if (!data?.openIncident.incident) {
    throw new Error(`The incident was refused: ${JSON.stringify([data, errors])}`);
  }
  return data.openIncident.incident;
}

/** An override in force for a week: seven environments, whatever the plan says. */
export async function anOverride(instance: InstanceAddress, tenant: { id: string }): Promise<{ id: string }> {
  const expiresAt = new Date(Date.now() + 7 * 24 * 3_600_000).toISOString();
  const { data, errors } = await graphql<{ grantOverride: { override: { id: string } | null } }>(
    instance,
    'mutation ($input: GrantOverrideInput!) { grantOverride(input: $input) { override { id } userErrors { message } } }',
    {
      input: { tenantId: tenant.id, entitlementKey: 'environments', limit: 7, reason: 'A pilot.', expiresAt },
    },
  );
  if (!data?.grantOverride.override) {
    throw new Error(`The override was refused: ${JSON.stringify([data, errors])}`);
  }
  return data.grantOverride.override;
}
