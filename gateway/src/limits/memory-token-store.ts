import { BoundedCache } from '@intendant/kit/cache/bounded-cache';
import type { TokenStore } from './token-store.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
}

const rememberedBuckets = 50_000;

/** Token buckets of this process alone, for a gateway without a database. They are forgotten when it stops. */
export function createMemoryTokenStore(now: () => number = Date.now): TokenStore {
  const buckets = new BoundedCache<string, Bucket>(rememberedBuckets);
  return {
    take(key, wanted, { perSecond, burst }, mayOwe = false) {
      const at = now();
      const known = buckets.get(key) ?? { tokens: burst, filledAt: at };
      const filled = Math.min(burst, known.tokens + ((at - known.filledAt) / 1_000) * perSecond);
      const granted = mayOwe ? wanted : Math.min(wanted, Math.max(0, Math.floor(filled)));
      const left = filled - granted;
      buckets.set(key, { tokens: left, filledAt: at });
      return Promise.resolve({ granted, left });
    },
    sweep: () => Promise.resolve(),
  };
}
