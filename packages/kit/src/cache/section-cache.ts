import type { Context } from '../context.ts';
import { changesSeen } from '../pubsub/change-count.ts';
import { forReading } from '../database/execute-sql.ts';
import type { PubSub } from '../pubsub/pubsub.ts';
import { BoundedCache } from './bounded-cache.ts';
import { detached } from './detached.ts';
import { observationOf } from './observed-context.ts';

const defaultMaximumAgeMs = 30_000;
// Under constant changes a section is computed this often at most for those who do not insist on the latest one.
const shortestIntervalMs = 200;
// Far more than the sections of a dashboard with all their arguments; a bound all the same.
const maximumSections = 1_000;

/** `current` knows every change seen so far; `recent` may miss those of the last 200 ms. */
export type Freshness = 'recent' | 'current';

export interface SectionSource<C extends Context, T extends object> {
  /** Names the computation with all its arguments, within the process: `usage`, `tenantRanking DRIFT_7D 10`. */
  key: string;
  /**
   * Uses the `em` of the context it is given, which is a fork of its own, and not `loaders`, which belong to the request
   * that happened to start it.
   */
  compute: (ctx: C) => Promise<T>;
  /** What is announced with `notify` when the section changes; without a topic only time makes it old. */
  topic?: string | readonly string[] | undefined;
  freshness?: Freshness | undefined;
  /** 30 seconds unless given; up to twice that a value is answered while the next is computed. */
  maximumAgeMs?: number | undefined;
}

interface Entry {
  value: object;
  /** By the business clock, which tests and the demo may set. */
  asOf: number;
  /** How many changes had been seen when the computation began. */
  changes: number;
  /** By the process's own clock. */
  startedAt: number;
}

interface Section {
  latest: Entry | null;
  running: Promise<Entry> | null;
}

const caches = new WeakMap<PubSub, BoundedCache<string, Section>>();

/**
 * A section of a dashboard: computed once for all who ask at the same time, kept for 30 seconds, computed anew after a
 * change is announced on one of its topics. Past 30 seconds without a change, and up to 60, the last value is answered
 * while the next is computed; beyond that it is waited for. It is computed with a fork of the entity manager and without
 * a deadline, because others wait for it too. A computation that fails fails for all who waited for it, and is not kept.
 *
 * Values are kept per pub/sub, that is per process. **All who ask with the same key get the same value, whoever they
 * are**, so authorise before asking, and never put under one key what differs between callers. Callers of a tenant
 * never share with another tenant or with the platform, since the entity manager they compute with sees their own rows
 * only; what depends on the user or on permissions within a tenant must be part of the key, or not be cached.
 */
export async function cachedSection<C extends Context, T extends object>(
  ctx: C,
  source: SectionSource<C, T>,
): Promise<T> {
  const { original, sources } = observationOf(ctx);
  const section = sectionOf(original, source.key);
  const currency = currencyOf(original, source);
  const entry = await currentEntry(original, section, source, currency);
  sources?.add(() => section.latest === entry && currency.isCurrent(entry) && currency.isYoung(entry));
  // The key names the computation, so the value is what it returns.
  return entry.value as T;
}

/** When an entry of a section may still be given to somebody. */
interface Currency {
  changesSeen(): number;
  /** Whether it knows those changes, all seen so far unless said otherwise. */
  isCurrent(entry: Entry, changes?: number): boolean;
  isYoung(entry: Entry): boolean;
  isTooOld(entry: Entry): boolean;
}

/** Holds on to nothing of the request. */
function currencyOf<C extends Context, T extends object>(
  { pubsub, clock }: C,
  { topic = [], freshness = 'recent', maximumAgeMs = defaultMaximumAgeMs }: SectionSource<C, T>,
): Currency {
  const topics = typeof topic === 'string' ? [topic] : topic;
  const seen = (): number => changesSeen(pubsub, topics);
  const ageOf = ({ asOf }: Entry): number => Math.abs(clock.now().getTime() - asOf);
  return {
    changesSeen: seen,
    isCurrent: ({ changes, startedAt }, required = seen()) =>
      changes >= required || (freshness === 'recent' && performance.now() - startedAt < shortestIntervalMs),
    isYoung: (entry) => ageOf(entry) <= maximumAgeMs,
    isTooOld: (entry) => ageOf(entry) > 2 * maximumAgeMs,
  };
}

async function currentEntry<C extends Context, T extends object>(
  ctx: C,
  section: Section,
  source: SectionSource<C, T>,
  currency: Currency,
): Promise<Entry> {
  const { latest } = section;
  if (latest && currency.isCurrent(latest) && !currency.isTooOld(latest)) {
    if (!currency.isYoung(latest)) {
      start(ctx, section, source, currency).catch((error: unknown) => {
        ctx.log.warn({ err: error, section: source.key }, 'a section could not be refreshed');
      });
    }
    return latest;
  }
  const changes = currency.changesSeen();
  const entry = await start(ctx, section, source, currency);
  // It may have begun before the change, on somebody else's behalf.
  return currency.isCurrent(entry, changes) ? entry : start(ctx, section, source, currency);
}

function start<C extends Context, T extends object>(
  ctx: C,
  section: Section,
  source: SectionSource<C, T>,
  currency: Currency,
): Promise<Entry> {
  if (section.running) {
    return section.running;
  }
  const begun = {
    asOf: ctx.clock.now().getTime(),
    changes: currency.changesSeen(),
    startedAt: performance.now(),
  };
  const running = detached(async () =>
    source.compute({ ...ctx, em: forReading(ctx.em.fork({ clear: true })), deadline: null }),
  )
    .then((value) => {
      section.latest = { ...begun, value };
      return section.latest;
    })
    .finally(() => {
      section.running = null;
    });
  section.running = running;
  return running;
}

function sectionOf({ pubsub, caller }: Context, key: string): Section {
  let sections = caches.get(pubsub);
  if (!sections) {
    sections = new BoundedCache(maximumSections);
    caches.set(pubsub, sections);
  }
  const owner = caller.kind === 'anonymous' ? 'nobody' : (caller.tenantId ?? 'platform');
  const name = `${owner} ${key}`;
  const section = sections.get(name) ?? { latest: null, running: null };
  sections.set(name, section);
  return section;
}
