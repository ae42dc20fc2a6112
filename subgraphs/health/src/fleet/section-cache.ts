import type { PubSub } from '@intendant/kit/pubsub/pubsub';
import type { HealthContext } from '../context.ts';
import { detached } from '../live/detached.ts';
import { changesSeen, healthChangedTopic, type Topic } from '../live/health-changed.ts';

const maximumAgeMs = 30_000;
const staleWhileRevalidateMs = 60_000;
// Under constant ingestion a section is computed this often at most for those who do not insist on the latest change.
const shortestIntervalMs = 200;

/** `current` knows every change seen so far; `recent` may miss those of the last 200 ms. */
export type Freshness = 'recent' | 'current';

interface Entry {
  value: unknown;
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

export interface SectionSource<T> {
  /** Name and arguments. All who may read a section read the same, so authorise before asking. */
  key: string;
  compute: (ctx: HealthContext) => Promise<T>;
  topic?: Topic;
  freshness?: Freshness;
}

const caches = new WeakMap<PubSub, Map<string, Section>>();

/**
 * A section of the dashboard: computed once for all who ask at the same time, kept for 30 seconds, computed anew after
 * a change. Past 30 seconds without a change the last one is answered while the next is computed.
 */
export async function cachedSection<T extends object>(
  ctx: HealthContext,
  source: SectionSource<T>,
): Promise<T> {
  const { key, topic = healthChangedTopic, freshness = 'recent' } = source;
  const section = sectionOf(ctx.pubsub, key);
  const changes = changesSeen(ctx.pubsub, topic);
  const isCurrent = (entry: Entry): boolean =>
    entry.changes >= changes ||
    (freshness === 'recent' && performance.now() - entry.startedAt < shortestIntervalMs);

  const { latest } = section;
  if (latest && isCurrent(latest)) {
    const age = Math.abs(ctx.clock.now().getTime() - latest.asOf);
    if (age > maximumAgeMs && age <= staleWhileRevalidateMs) {
      start(ctx, section, source).catch((error: unknown) => {
        ctx.log.warn({ err: error, section: key }, 'a section could not be refreshed');
      });
    }
    if (age <= staleWhileRevalidateMs) {
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

function start(ctx: HealthContext, section: Section, source: SectionSource<object>): Promise<Entry> {
  if (section.running) {
    return section.running;
  }
  const begun = {
    asOf: ctx.clock.now().getTime(),
    changes: changesSeen(ctx.pubsub, source.topic ?? healthChangedTopic),
    startedAt: performance.now(),
  };
  const running = detached(() => source.compute({ ...ctx, em: ctx.em.fork({ clear: true }), deadline: null }))
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

function sectionOf(pubsub: PubSub, key: string): Section {
  let sections = caches.get(pubsub);
  if (!sections) {
    sections = new Map();
    caches.set(pubsub, sections);
  }
  let section = sections.get(key);
  if (!section) {
    section = { latest: null, running: null };
    sections.set(key, section);
  }
  return section;
}
