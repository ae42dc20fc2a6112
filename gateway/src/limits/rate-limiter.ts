import type { Log } from '@intendant/kit/log';
import { BoundedCache } from '../operation/bounded-cache.ts';
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
  /** Takes `amount` tokens. With `allowsDebt` one token left is enough, and the rest is owed. */
  take(
    key: string,
    size: BucketSize,
    amount?: number,
    options?: { allowsDebt?: boolean },
  ): Promise<RateDecision>;
  /** Corrects an earlier take once its real amount is known. */
  settle(key: string, difference: number): void;
  close(): void;
}

/** Tokens this process has taken out of a bucket and not spent. Negative: spent in advance. */
interface Lease {
  tokens: number;
  left: number;
  /** No token is to be had before this instant; asking earlier would only load the database. */
  emptyUntil: number;
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

  async function refill(key: string, lease: Lease, size: BucketSize, needed: number): Promise<void> {
    const wanted = Math.max(Math.ceil(needed - lease.tokens), Math.ceil(size.burst / leaseShare));
    try {
      const { granted, left } = await store.take(key, wanted, size);
      lease.tokens += granted;
      lease.left = left;
      if (lease.tokens < needed) {
        lease.emptyUntil = now() + ((needed - lease.tokens - left) / size.perSecond) * 1_000;
      }
    } catch (error) {
      // Without the database nothing behind the gateway works either; refusing here would only hide why.
      log.warn({ err: error }, 'rate limits cannot be read; requests are let through');
      lease.tokens = Math.max(lease.tokens, needed);
    }
  }

  function leaseOf(key: string): Lease {
    const known = leases.get(key);
    if (known) {
      return known;
    }
    const fresh: Lease = { tokens: 0, left: 0, emptyUntil: 0, refill: null };
    leases.set(key, fresh);
    return fresh;
  }

  return {
    async take(key, size, amount = 1, { allowsDebt = false } = {}) {
      const lease = leaseOf(key);
      const needed = allowsDebt ? 1 : Math.min(amount, size.burst);
      // Whoever waited for another's refill may find it spent, hence the loop; each round asks the store once.
      for (let round = 0; lease.tokens < needed && now() >= lease.emptyUntil && round < 3; round += 1) {
        lease.refill ??= refill(key, lease, size, needed).finally(() => {
          lease.refill = null;
        });
        await lease.refill;
      }
      const isAllowed = lease.tokens >= needed;
      if (isAllowed) {
        lease.tokens -= amount;
      }
      const remaining = Math.max(0, Math.floor(lease.tokens + lease.left));
      const resetSeconds = isAllowed
        ? (size.burst - remaining) / size.perSecond
        : Math.max(needed / size.perSecond / 10, (lease.emptyUntil - now()) / 1_000);
      return { isAllowed, remaining: isAllowed ? remaining : 0, resetSeconds: Math.ceil(resetSeconds), size };
    },
    settle(key, difference) {
      leaseOf(key).tokens -= difference;
    },
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
