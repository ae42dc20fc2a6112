import type { Context } from '../context.ts';
import { changesSeen } from '../pubsub/change-count.ts';
import type { PubSub } from '../pubsub/pubsub.ts';
import { detached } from './detached.ts';

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

const caches = new WeakMap<PubSub, Map<string, Section>>();

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
  const { key, freshness = 'recent', maximumAgeMs = defaultMaximumAgeMs } = source;
  const section = sectionOf(ctx, key);
  const changes = changesSeen(ctx.pubsub, topicsOf(source));
  const isCurrent = (entry: Entry): boolean =>
    entry.changes >= changes ||
    (freshness === 'recent' && performance.now() - entry.startedAt < shortestIntervalMs);

  const { latest } = section;
  if (latest && isCurrent(latest)) {
    const age = Math.abs(ctx.clock.now().getTime() - latest.asOf);
    if (age > maximumAgeMs && age <= 2 * maximumAgeMs) {
      start(ctx, section, source).catch((error: unknown) => {
        ctx.log.warn({ err: error, section: key }, 'a section could not be refreshed');
      });
    }
    if (age <= 2 * maximumAgeMs) {
      // The key names the computation, so the value is what it returns.
      return latest.value as T;
    }
  }
  let entry = await start(ctx, section, source);
  if (!isCurrent(entry)) {
    // It had begun before the change, on somebody else's behalf.
    entry = await start(ctx, section, source);
  }
  return entry.value as T;
}

function start<C extends Context, T extends object>(
  ctx: C,
  section: Section,
  source: SectionSource<C, T>,
): Promise<Entry> {
  if (section.running) {
    return section.running;
  }
  const begun = {
    asOf: ctx.clock.now().getTime(),
    changes: changesSeen(ctx.pubsub, topicsOf(source)),
    startedAt: performance.now(),
  };
  const running = detached(async () =>
    source.compute({ ...ctx, em: ctx.em.fork({ clear: true }), deadline: null }),
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

function topicsOf({ topic = [] }: { topic?: string | readonly string[] | undefined }): readonly string[] {
  return typeof topic === 'string' ? [topic] : topic;
}

function sectionOf({ pubsub, caller }: Context, key: string): Section {
  let sections = caches.get(pubsub);
  if (!sections) {
    sections = new Map();
    caches.set(pubsub, sections);
  }
  const owner = caller.kind === 'anonymous' ? 'nobody' : (caller.tenantId ?? 'platform');
  const name = `${owner} ${key}`;
  const section = sections.get(name) ?? { latest: null, running: null };
  // Put at the end again, so that the one asked for longest ago is first.
  sections.delete(name);
  sections.set(name, section);
  for (const oldest of sections.keys()) {
    if (sections.size <= maximumSections) {
      break;
    }
    sections.delete(oldest);
  }
  return section;
}
