import { createHash, randomUUID } from 'node:crypto';
import { BoundedCache } from '@intendant/kit/cache/bounded-cache';
import { serviceCaller, type Caller, type IdentifiedCaller } from '@intendant/kit/identity/caller';
import { isGrantablePermission } from '@intendant/kit/identity/permissions';
import type { PubSub } from '@intendant/kit/pubsub/pubsub';
import { z } from 'zod';
import { UpstreamUnavailableError, type Upstream } from '../upstream/upstream.ts';
import type { Credential } from './credential.ts';

/** A credential's owner, and until when it is good at the latest. */
export interface ResolvedCaller {
  caller: IdentifiedCaller;
  expiresAt: Date | null;
}

/** Why a good credential opens nothing: nobody said where, or its owner may not act there. */
export type TenantRefusal = 'TENANT_NOT_NAMED' | 'NO_ACCESS_TO_TENANT';

/** The owner of a credential that is good but opens nothing. Deliberately no caller: nothing is done in its name. */
export interface RefusedOwner {
  refusal: TenantRefusal;
  owner: Pick<IdentifiedCaller, 'kind' | 'id' | 'credentialId'>;
  expiresAt: Date | null;
}

/** Finds the owner of a credential; null when it is unknown, expired or revoked. */
export type ResolveCredential = (credential: Credential) => Promise<ResolvedCaller | RefusedOwner | null>;

/** Answers who a credential belongs to, never from an answer older than five seconds. */
export interface CallerResolver {
  /** Whether the answer is at hand, so that resolving costs nothing. */
  isKnown(credential: Credential): boolean;
  /**
   * The credential's owner, as a caller or as refused where it wants to act; null for a bad credential. Throws
   * `UpstreamUnavailableError` when nobody can tell.
   */
  resolve(credential: Credential): Promise<IdentifiedCaller | RefusedOwner | null>;
  /** The next request of this caller is asked about anew: what it just did may have been about itself. */
  forgetCaller(callerId: string): void;
  /** Calls back after answers were dropped, because a credential was revoked or its owner's rights changed. */
  onChange(listener: () => void): () => void;
  close(): void;
}

// With a second until an open WebSocket is looked at again, and one more for what that takes, five in all.
const longestAnswerAgeMs = 3_000;
const rememberedAnswers = 10_000;
const topics = ['credential-revoked', 'credential-changed'] as const;

interface Answer {
  resolved: Promise<ResolvedCaller | RefusedOwner | null>;
  /** Known once resolved; revocations name the one or the other. */
  credentialId: string | null;
  callerId: string | null;
  goodUntil: number;
}

export function createCallerResolver(
  resolveCredential: ResolveCredential,
  pubsub: Pick<PubSub, 'listen' | 'onReconnect'> | null,
): CallerResolver {
  const answers = new BoundedCache<string, Answer>(rememberedAnswers);
  const listeners = new Set<() => void>();

  function drop(matches: (answer: Answer) => boolean): void {
    for (const key of [...answers.keys()]) {
      const answer = answers.get(key);
      if (answer && matches(answer)) {
        answers.delete(key);
      }
    }
  }

  function forget(matches: (answer: Answer) => boolean): void {
    drop(matches);
    listeners.forEach((listener) => listener());
  }

  function onMessage(payload: unknown): void {
    const { credentialId, userId } = messageSchema.safeParse(payload).data ?? {};
    const isNamed = credentialId !== undefined || userId !== undefined;
    // An answer still on its way names nobody yet and may be older than the message.
    forget(
      (answer) =>
        !isNamed ||
        answer.callerId === null ||
        answer.credentialId === credentialId ||
        answer.callerId === userId,
    );
  }

  const stops = pubsub ? topics.map((topic) => pubsub.listen(topic, onMessage)) : [];
  // Revocations announced while the connection was down were not heard.
  const stopReconnect = pubsub?.onReconnect(() => forget(() => true));

  function ask(key: string, credential: Credential): Answer {
    const resolved = credential.secret === '' ? Promise.resolve(null) : resolveCredential(credential);
    const goodUntil = Date.now() + longestAnswerAgeMs;
    const answer: Answer = { resolved, credentialId: null, callerId: null, goodUntil };
    answers.set(key, answer);
    resolved.then(
      (owner) => {
        const known = owner && (isRefused(owner) ? owner.owner : owner.caller);
        answer.callerId = known?.id ?? '';
        answer.credentialId = known?.credentialId ?? null;
        answer.goodUntil = Math.min(goodUntil, owner?.expiresAt?.getTime() ?? Infinity);
      },
      // A failure is no answer: the next request asks again.
      () => answers.get(key) === answer && answers.delete(key),
    );
    return answer;
  }

  function known(key: string): Answer | null {
    const answer = answers.get(key);
    return answer && answer.goodUntil > Date.now() ? answer : null;
  }

  return {
    isKnown: (credential) => known(keyOf(credential)) !== null,
    async resolve(credential) {
      const key = keyOf(credential);
      const owner = await (known(key) ?? ask(key, credential)).resolved;
      return owner && (isRefused(owner) ? owner : owner.caller);
    },
    forgetCaller: (callerId) => drop((answer) => answer.callerId === null || answer.callerId === callerId),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      stops.forEach((stop) => stop());
      stopReconnect?.();
      listeners.clear();
      answers.clear();
    },
  };
}

/** Whether the credential is good but opens nothing where its owner wants to act. */
export function isRefused(owner: ResolvedCaller | IdentifiedCaller | RefusedOwner): owner is RefusedOwner {
  return 'refusal' in owner;
}

const messageSchema = z.object({ credentialId: z.string().optional(), userId: z.string().optional() });

/** Secrets are kept in memory only as hashes. */
function keyOf({ kind, secret, tenant }: Credential): string {
  return createHash('sha256')
    .update(`${kind}\0${tenant ?? ''}\0${secret}`)
    .digest('base64');
}

const resolveQuery = `query ResolveCredential($input: ResolveCredentialInput!) {
  resolveCredential(input: $input) {
    callerKind callerId callerName tenantId permissions credentialId eventsPerSecond expiresAt refusal
  }
}`;

const answerSchema = z.object({
  resolveCredential: z
    .object({
      callerKind: z.enum(['USER', 'API_KEY']),
      callerId: z.string(),
      callerName: z.string(),
      tenantId: z.string().nullable(),
      permissions: z.array(z.string()),
      credentialId: z.string(),
      eventsPerSecond: z.number().nullable(),
      expiresAt: z.coerce.date().nullable(),
      refusal: z.enum(['TENANT_NOT_NAMED', 'NO_ACCESS_TO_TENANT']).nullable(),
    })
    .nullable(),
});

const resolveTimeoutMs = 5_000;

/** Resolves credentials by security's internal operation, as the gateway's own service caller. */
export function credentialsFromSecurity(security: Upstream): ResolveCredential {
  const caller: Caller = serviceCaller('gateway');
  return async ({ kind, secret, tenant }) => {
    const result = await security.execute(
      {
        query: resolveQuery,
        variables: { input: { kind, secret, tenant } },
        operationName: 'ResolveCredential',
      },
      { caller, requestId: randomUUID(), deadline: new Date(Date.now() + resolveTimeoutMs), signal: null },
    );
    const answer = answerSchema.safeParse(result.data);
    if (result.errors?.length || !answer.success) {
      const cause = answer.error ?? new Error(result.errors?.[0]?.message);
      throw new UpstreamUnavailableError(security.name, { cause });
    }
    const owner = answer.data.resolveCredential;
    if (!owner) {
      return null;
    }
    const { refusal, expiresAt } = owner;
    return refusal ? { refusal, owner: toCaller(owner), expiresAt } : { caller: toCaller(owner), expiresAt };
  };
}

type Owner = NonNullable<z.infer<typeof answerSchema>['resolveCredential']>;

function toCaller(owner: Owner): IdentifiedCaller {
  return {
    kind: owner.callerKind === 'USER' ? 'user' : 'key',
    id: owner.callerId,
    name: owner.callerName,
    tenantId: owner.tenantId,
    // Whatever security says, nobody from outside becomes one of our services.
    permissions: owner.permissions.filter(isGrantablePermission),
    actor: null,
    credentialId: owner.credentialId,
    eventsPerSecond: owner.eventsPerSecond,
  };
}
