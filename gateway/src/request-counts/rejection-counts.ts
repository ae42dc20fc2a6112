import { BoundedCache } from '@intendant/kit/cache/bounded-cache';
import type { IdentifiedCaller } from '@intendant/kit/identity/caller';
import type { RateDecision } from '../limits/rate-limiter.ts';
import { minuteOf, minuteStart } from './minute.ts';

/** What a rate limit counts. */
export type RateLimitKind = 'REQUESTS' | 'EVENTS';

/** One row as health takes it. */
export interface GatewayRejection {
  minute: string;
  kind: RateLimitKind;
  tenantId: string | null;
  callerId: string;
  isApiKey: boolean;
  callerName: string;
  rejected: number;
  offered: number;
  limitPerMinute: number;
}

/** What one caller sent within one minute, let through or not. */
interface Offered {
  readonly minute: number;
  amount: number;
}

interface Row {
  kind: RateLimitKind;
  caller: IdentifiedCaller;
  offered: Offered;
  rejected: number;
  limitPerMinute: number;
}

/**
 * Callers whose offers are remembered. Whoever runs into a limit has sent a lot just now, so it is never among those
 * forgotten for not having been heard of for longest.
 */
const rememberedCallers = 10_000;
/** Rows kept until the next flush; what is refused to further callers meanwhile is not reported. */
const capacity = 2_000;

/** Counts what rate limits refused, by caller and minute, and how much those callers sent in all. */
export class RejectionCounts {
  readonly #offered = new BoundedCache<string, Offered>(rememberedCallers);
  #rows = new Map<string, Row>();

  /** Counts requests or events of a caller once the rate limit has decided about them. */
  add(
    kind: RateLimitKind,
    caller: IdentifiedCaller,
    amount: number,
    { isAllowed, size }: Pick<RateDecision, 'isAllowed' | 'size'>,
    now: number = Date.now(),
  ): void {
    const key = keyOf(kind, caller);
    const offered = this.#offer(key, amount, minuteOf(now));
    if (isAllowed) {
      return;
    }
    const rowKey = `${offered.minute} ${key}`;
    const known = this.#rows.get(rowKey);
    if (known) {
      known.rejected += amount;
      known.limitPerMinute = size.perSecond * 60;
    } else if (this.#rows.size < capacity) {
      const limitPerMinute = size.perSecond * 60;
      this.#rows.set(rowKey, { kind, caller, offered, rejected: amount, limitPerMinute });
    }
  }

  /** Corrects an earlier offer once its real amount is known. */
  correct(kind: RateLimitKind, caller: IdentifiedCaller, difference: number, now: number = Date.now()): void {
    this.#offer(keyOf(kind, caller), difference, minuteOf(now));
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  /** Hands over what was refused since the last time. What was offered goes on being counted until the minute is over. */
  take(): GatewayRejection[] {
    const rows = [...this.#rows.values()];
    this.#rows = new Map();
    return rows.map(({ kind, caller, offered, rejected, limitPerMinute }) => ({
      minute: minuteStart(offered.minute),
      kind,
      tenantId: caller.tenantId,
      callerId: caller.id,
      isApiKey: caller.kind === 'key',
      callerName: caller.name,
      rejected,
      offered: Math.max(rejected, offered.amount),
      limitPerMinute,
    }));
  }

  #offer(key: string, amount: number, minute: number): Offered {
    const known = this.#offered.get(key);
    if (known?.minute === minute) {
      known.amount += amount;
      return known;
    }
    // A correction of what was sent in the minute before says nothing about this one.
    const fresh: Offered = { minute, amount: Math.max(0, amount) };
    this.#offered.set(key, fresh);
    return fresh;
  }
}

/** A person's limit holds over all tenants, but each tenant is told its own part. */
function keyOf(kind: RateLimitKind, { id, tenantId }: IdentifiedCaller): string {
  return `${kind} ${tenantId ?? ''} ${id}`;
}
