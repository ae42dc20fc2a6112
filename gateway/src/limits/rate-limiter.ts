import { BoundedCache } from '@intendant/kit/cache/bounded-cache';
import type { Log } from '@intendant/kit/log';
import type { BucketSize, TokenStore } from './token-store.ts';

/** Whether a request may go on, and what to tell the client about its quota. */
export interface RateDecision {
  isAllowed: boolean;
  /** Tokens the caller can still spend at once, as far as this process knows. */
  remaining: number;
  /** Until there is a token again (when refused), or until the bucket is full. */
  resetSeconds: number;
  size: BucketSize;
}

/** Token buckets shared by all gateway processes. */
export interface RateLimiter {
  /** Takes `amount` tokens, or none when there are fewer. */
  take(key: string, size: BucketSize, amount?: number): Promise<RateDecision>;
  /** Takes `amount` tokens when there is at least one; what is missing is owed, and refused to others until paid. */
  overdraw(key: string, size: BucketSize, amount: number): Promise<RateDecision>;
  /** Whether a take was refused lately and would be again; asking costs nothing. */
  isEmpty(key: string): boolean;
  /** Corrects an earlier take once its real amount is known. */
  settle(key: string, size: BucketSize, difference: number): Promise<void>;
  close(): void;
}

/** Tokens this process has taken out of a bucket and not spent. */
interface Lease {
  tokens: number;
  left: number;
  /** No token is to be had before this instant; asking earlier would only load the database. */
  emptyUntil: number;
  /** Tokens that requests wait for right now. */
  awaited: number;
  refill: Promise<void> | null;
}

const rememberedCallers = 50_000;
const sweepEveryMs = 600_000;
/** A process takes a tenth of a bucket at once: ten statements a burst, and no process starves another. */
const leaseShare = 10;

export function createRateLimiter(store: TokenStore, log: Log, now: () => number = Date.now): RateLimiter {
  const leases = new BoundedCache<string, Lease>(rememberedCallers);
  const sweeping = setInterval(() => void store.sweep().catch(() => {}), sweepEveryMs);
  sweeping.unref();

  function leaseOf(key: string): Lease {
    const known = leases.get(key);
    if (known) {
      return known;
    }
    const fresh: Lease = { tokens: 0, left: 0, emptyUntil: 0, awaited: 0, refill: null };
    leases.set(key, fresh);
    return fresh;
  }

  /** Gets at least one token, or learns when there will be enough for the next request. */
  async function refill(key: string, lease: Lease, size: BucketSize, needed: number): Promise<void> {
    const wanted = Math.ceil(Math.max(lease.awaited - lease.tokens, size.burst / leaseShare));
    try {
      const { granted, left } = await store.take(key, wanted, size);
      lease.tokens += granted;
      lease.left = left;
      const missing = needed - lease.tokens - left;
      if (lease.tokens < needed) {
        lease.emptyUntil = now() + Math.max(1, (missing / size.perSecond) * 1_000);
      }
    } catch (error) {
      // Without the database nothing behind the gateway works either; refusing here would only hide why.
      log.warn({ err: error }, 'rate limits cannot be read; requests are let through');
      lease.tokens = Math.max(lease.tokens, lease.awaited, size.burst / leaseShare);
    }
  }

  /** Takes the tokens as soon as they are there; whoever else waits runs in between, so nothing is taken later. */
  async function waitFor(key: string, lease: Lease, size: BucketSize, needed: number): Promise<boolean> {
    lease.awaited += needed;
    try {
      // Whoever waited for a refill may find it spent by others; each round gets a token or sets `emptyUntil`.
      while (lease.tokens < needed && now() >= lease.emptyUntil) {
        lease.refill ??= refill(key, lease, size, needed).finally(() => {
          lease.refill = null;
        });
        await lease.refill;
      }
      if (lease.tokens < needed) {
        return false;
      }
      lease.tokens -= needed;
      return true;
    } finally {
      lease.awaited -= needed;
    }
  }

  function decide(lease: Lease, size: BucketSize, isAllowed: boolean): RateDecision {
    const known = Math.min(size.burst, lease.tokens + lease.left);
    const remaining = isAllowed ? Math.max(0, Math.floor(known)) : 0;
    const resetSeconds = isAllowed
      ? (size.burst - remaining) / size.perSecond
      : Math.max(0, lease.emptyUntil - now()) / 1_000;
    return { isAllowed, remaining, resetSeconds: Math.ceil(resetSeconds), size };
  }

  async function spend(key: string, lease: Lease, size: BucketSize, amount: number): Promise<void> {
    lease.tokens -= amount;
    if (lease.tokens >= 0) {
      return;
    }
    const owed = -lease.tokens;
    lease.tokens = 0;
    try {
      const { left } = await store.take(key, owed, size, true);
      lease.left = left;
      if (left < 1) {
        lease.emptyUntil = now() + ((1 - left) / size.perSecond) * 1_000;
      }
    } catch (error) {
      log.warn({ err: error }, 'rate limits cannot be written');
    }
  }

  return {
    async take(key, size, amount = 1) {
      const lease = leaseOf(key);
      const isAllowed = await waitFor(key, lease, size, Math.min(amount, size.burst));
      return decide(lease, size, isAllowed);
    },
    async overdraw(key, size, amount) {
      const lease = leaseOf(key);
      const isAllowed = await waitFor(key, lease, size, 1);
      if (isAllowed) {
        await spend(key, lease, size, amount - 1);
      }
      return decide(lease, size, isAllowed);
    },
    isEmpty(key) {
      const lease = leases.get(key);
      return lease !== undefined && lease.tokens < 1 && now() < lease.emptyUntil;
    },
    settle: (key, size, difference) => spend(key, leaseOf(key), size, difference),
    close: () => clearInterval(sweeping),
  };
}

/**
 * The quota in the headers of draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy` names the bucket, `RateLimit`
 * says what is left and in how many seconds it changes; `Retry-After` when the request was refused.
 */
export function rateLimitHeaders(policy: string, decision: RateDecision): Record<string, string> {
  const { size, remaining, resetSeconds, isAllowed } = decision;
  const windowSeconds = Math.max(1, Math.ceil(size.burst / size.perSecond));
  return {
    'ratelimit-policy': `"${policy}";q=${Math.floor(size.burst)};w=${windowSeconds}`,
    ratelimit: `"${policy}";r=${remaining};t=${Math.max(0, resetSeconds)}`,
    ...(isAllowed ? {} : { 'retry-after': String(Math.max(1, resetSeconds)) }),
  };
}
