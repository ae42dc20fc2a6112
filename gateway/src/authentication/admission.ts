import type { IncomingHttpHeaders } from 'node:http';
import { anonymousCaller, type Caller, type IdentifiedCaller } from '@intendant/kit/identity/caller';
import { GraphQLError } from 'graphql';
import type { Limits } from '../limits/limits.ts';
import { rateLimitHeaders, type RateDecision, type RateLimiter } from '../limits/rate-limiter.ts';
import type { RejectionCounts } from '../request-counts/rejection-counts.ts';
import { isRefused, type CallerResolver, type TenantRefusal } from './caller-resolver.ts';
import type { OriginCheck } from './check-origin.ts';
import type { Credential } from './credential.ts';

/** Who a request comes from, and the headers that tell it how much it may still send. */
export interface Admission {
  caller: Caller;
  headers: Readonly<Record<string, string>>;
}

/** The request is not let in. `code` is that of the GraphQL error. */
export class NotAdmittedError extends Error {
  readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN' | 'RATE_LIMITED';
  readonly status: 401 | 403 | 429;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: NotAdmittedError['code'],
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'NotAdmittedError';
    this.code = code;
    this.status = code === 'UNAUTHENTICATED' ? 401 : code === 'FORBIDDEN' ? 403 : 429;
    this.headers = headers;
  }

  toGraphQLError(): GraphQLError {
    return new GraphQLError(this.message, { extensions: { code: this.code } });
  }
}

export interface Visitor {
  credential: Credential | null;
  headers: IncomingHttpHeaders;
  address: string;
  /** A read by GET changes nothing, so another site causing it gains nothing. */
  isSafe: boolean;
}

/** The same for a tenant of others as for one there is not. */
const refusals: Readonly<Record<TenantRefusal, string>> = {
  TENANT_NOT_NAMED: 'Name a tenant in X-Intendant-Tenant.',
  NO_ACCESS_TO_TENANT: 'No access to this tenant.',
};

/** Authenticates a request once, and counts it against its caller's rate limit. Throws `NotAdmittedError`. */
export interface Admissions {
  admit(visitor: Visitor, limits: Limits): Promise<Admission>;
  /** Only the second half: counts one operation of a caller known already. */
  charge(caller: Caller, address: string, limits: Limits): Promise<RateDecision>;
  /** Only the first half: who it is. */
  identify(visitor: Visitor, limits: Limits): Promise<Caller>;
}

export function createAdmissions(
  resolver: CallerResolver,
  rateLimiter: RateLimiter,
  isOwnOrigin: OriginCheck,
  rejections: Pick<RejectionCounts, 'add'>,
): Admissions {
  async function takeAnonymous(address: string, limits: Limits): Promise<RateDecision> {
    const size = { perSecond: limits.anonymousRequestsPerSecond, burst: limits.anonymousRequestBurst };
    return rateLimiter.take(addressKey(address), size);
  }

  async function identify(
    { credential, headers, address, isSafe }: Visitor,
    limits: Limits,
  ): Promise<Caller> {
    if (!credential) {
      return anonymousCaller;
    }
    if (credential.isCookie && !isSafe && !isOwnOrigin({ headers })) {
      throw new NotAdmittedError('FORBIDDEN', 'The request comes from a page of another origin.');
    }
    // Guessing credentials costs the guesser's address, not the caller it pretends to be; an address that has guessed
    // too often must show a credential we know already.
    if (!resolver.isKnown(credential) && rateLimiter.isEmpty(addressKey(address))) {
      requireTokens(await takeAnonymous(address, limits));
    }
    const caller = await resolver.resolve(credential);
    if (!caller) {
      requireTokens(await takeAnonymous(address, limits));
      throw new NotAdmittedError(
        'UNAUTHENTICATED',
        'The session or API key is unknown, expired or revoked.',
        { 'www-authenticate': 'Bearer' },
      );
    }
    if (isRefused(caller)) {
      // Not a guess: the credential is good, so its owner pays for the request and not the address.
      requireTokens(await takeIdentified(caller.owner, limits));
      throw new NotAdmittedError('FORBIDDEN', refusals[caller.refusal]);
    }
    return caller;
  }

  async function takeIdentified(owner: RateKeyed, limits: Limits): Promise<RateDecision> {
    const size = { perSecond: limits.requestsPerSecond, burst: limits.requestBurst };
    return rateLimiter.take(`requests:${rateKey(owner)}`, size);
  }

  async function charge(caller: Caller, address: string, limits: Limits): Promise<RateDecision> {
    if (caller.kind === 'anonymous') {
      const decision = await takeAnonymous(address, limits);
      requireTokens(decision);
      return decision;
    }
    const decision = await takeIdentified(caller, limits);
    rejections.add('REQUESTS', caller, 1, decision);
    requireTokens(decision);
    return decision;
  }

  return {
    identify,
    charge,
    async admit(visitor, limits) {
      const caller = await identify(visitor, limits);
      const decision = await charge(caller, visitor.address, limits);
      return { caller, headers: rateLimitHeaders('requests', decision) };
    },
  };
}

type RateKeyed = Pick<IdentifiedCaller, 'kind' | 'id'>;

/** A person has one limit over all sessions, a key its own. */
export function rateKey(caller: RateKeyed): string {
  return `${caller.kind}:${caller.id}`;
}

function addressKey(address: string): string {
  return `address:${address}`;
}

function requireTokens(decision: RateDecision): void {
  if (!decision.isAllowed) {
    throw new NotAdmittedError(
      'RATE_LIMITED',
      `Too many requests; try again in ${Math.max(1, decision.resetSeconds)} s.`,
      rateLimitHeaders('requests', decision),
    );
  }
}
