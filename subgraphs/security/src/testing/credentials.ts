import { notify } from '@intendant/kit/pubsub/notify';
import { anonymous, aService } from '@intendant/kit/testing/callers';
import { dataOf, type TestDatabase } from '@intendant/kit/testing/test-database';
import type { IdentifiedCaller } from '@intendant/kit/identity/caller';
import type { GrantablePermission } from '@intendant/kit/identity/permissions';
import type { TenantRefusal } from '../session/resolve-access.ts';
import { password } from './builders.ts';

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { sessionToken userErrors { message } } }`;

/** Signs in with the builders' password and returns the session's token. */
export async function tokenOf(db: TestDatabase, user: { email: string }): Promise<string> {
  const variables = { input: { email: user.email, password } };
  const result = await db.execute('security', SIGN_IN, variables, anonymous);
  const { signIn } = dataOf<{ signIn: { sessionToken: string | null; userErrors: object[] } }>(result);
  if (signIn.sessionToken === null) {
    throw new Error(`Signing in failed: ${JSON.stringify(signIn.userErrors)}`);
  }
  return signIn.sessionToken;
}

export interface Resolved {
  callerKind: 'USER' | 'API_KEY';
  callerId: string;
  callerName: string;
  tenantId: string | null;
  permissions: GrantablePermission[];
  credentialId: string;
  eventsPerSecond: number | null;
  expiresAt: string | null;
  refusal: TenantRefusal | null;
}

const RESOLVE = `query ($input: ResolveCredentialInput!) {
  resolveCredential(input: $input) {
    callerKind callerId callerName tenantId permissions credentialId eventsPerSecond expiresAt refusal
  }
}`;

/** What the gateway learns about a credential. */
export async function resolve(
  db: TestDatabase,
  secret: string,
  tenant: string | null = null,
): Promise<Resolved | null> {
  const input = { kind: secret.startsWith('itd_') ? 'API_KEY' : 'SESSION', secret, tenant };
  const result = await db.execute('security', RESOLVE, { input }, aService('gateway'));
  return dataOf<{ resolveCredential: Resolved | null }>(result).resolveCredential;
}

/** The caller the gateway makes of a credential; throws when it opens nothing. */
export async function callerOf(
  db: TestDatabase,
  secret: string,
  tenant: string | null = null,
): Promise<IdentifiedCaller> {
  const resolved = await resolve(db, secret, tenant);
  if (!resolved || resolved.refusal !== null) {
    throw new Error('The credential opens nothing.');
  }
  return {
    kind: resolved.callerKind === 'USER' ? 'user' : 'key',
    id: resolved.callerId,
    name: resolved.callerName,
    tenantId: resolved.tenantId,
    permissions: resolved.permissions,
    actor: null,
    credentialId: resolved.credentialId,
    eventsPerSecond: resolved.eventsPerSecond,
  };
}

/** Collects messages of the topics that credentials are announced on, until `stop`, which waits for what is under way. */
export function listenForCredentials(db: TestDatabase): { stop: () => Promise<unknown[]> } {
  const messages: unknown[] = [];
  const stops = ['credential-revoked', 'credential-changed'].map((topic) =>
    db.pubsub.listen(topic, (payload) => messages.push([topic, payload])),
  );
  return {
    async stop() {
      // PostgreSQL delivers notifications in order, so whatever came before this one has arrived with it.
      const marker = `marker-${Math.random()}`;
      const arrived = new Promise<void>((done) => {
        const off = db.pubsub.listen(marker, () => {
          off();
          done();
        });
      });

      await notify(db.em('security'), marker);
      await arrived;
      stops.forEach((off) => off());
      return messages;
    },
  };
}
