import type { HealthContext } from '@intendant/health/context';
import { ingestEvents } from '@intendant/health/ingestion/ingest-events';
import { enqueue } from '@intendant/kit/jobs/enqueue';
import { reportUsage } from '@intendant/health/usage-report/report-usage';
import type { Platform } from '../instance/platform.ts';
import { activityOfHour, pastRequestFactor, type DemoEvent } from './activity.ts';
import { demoFleet, type DemoTenant } from './fleet.ts';
import {
  beginFleet,
  readFleetState,
  rememberActions,
  rememberEvents,
  setFleetStatus,
  type FleetState,
} from './fleet-state.ts';
import { lifecycle } from './lifecycle.ts';
import { demoCaller, performAction } from './perform-action.ts';
import { hourMs } from './rhythm.ts';

export interface LoadOptions {
  /** From 0 to 1. */
  onProgress: (done: number) => void;
  /** Stops between two steps; the next load goes on there. */
  stop: AbortSignal;
}

export interface LoadReport {
  tenants: number;
  events: number;
  isComplete: boolean;
}

/** A little less than the retention, which is counted from now and not from the anchor. */
const historyHours = 90 * 24 - 3;
const batchSize = 1_000;
const batchesInFlight = 2;
const windowBatches = 8;
/** What the actions take of the whole loading, for the progress bar. */
const actionsPart = 0.25;

/**
 * Loads the demo fleet through the use cases and the ingestion that everybody uses, or goes on where a load was
 * interrupted. A fleet that is loaded already is left alone.
 */
export async function loadFleet(platform: Platform, options: LoadOptions): Promise<LoadReport> {
  const { demo } = platform;
  const found = await readFleetState(demo.em.fork());
  const fleet = demoFleet();
  if (found?.status === 'LOADED') {
    return { tenants: fleet.length, events: 0, isComplete: true };
  }
  const now = platform.clock.now().getTime();
  const state =
    found?.status === 'LOADING'
      ? found
      : await beginFleet(demo.em.fork(), new Date(Math.floor(now / hourMs) * hourMs));
  await performActions(platform, fleet, state, options);
  const events = await sendHistory(platform, fleet, state, now, options);
  if (options.stop.aborted) {
    return { tenants: fleet.length, events, isComplete: false };
  }
  // So that usage stands beside its limits at once, and not with the next report.
  await reportUsage(healthContext(platform));
  await setFleetStatus(demo.em.fork(), 'LOADED');
  // Billing would be told of what the fleet uses within five minutes; who looks at the demo does not wait that long.
  await enqueue(platform.runtime('health').contextFor({ caller: demoCaller }).em, 'health:report-usage');
  return { tenants: fleet.length, events, isComplete: true };
}

async function performActions(
  platform: Platform,
  fleet: readonly DemoTenant[],
  { anchor, actionsDone }: FleetState,
  { onProgress, stop }: LoadOptions,
): Promise<void> {
  const actions = lifecycle(fleet, anchor.getTime());
  for (const [index, action] of actions.entries()) {
    if (stop.aborted) {
      return;
    }
    if (index < actionsDone) {
      continue;
    }
    // The interrupted load may have done the first of ours and not have come to remembering it.
    await performAction(platform, action, { isRepeat: index === actionsDone });
    await rememberActions(platform.demo.em.fork(), index + 1);
    onProgress(((index + 1) / actions.length) * actionsPart);
  }
}

async function sendHistory(
  platform: Platform,
  fleet: readonly DemoTenant[],
  { anchor, generation, eventsUntil }: FleetState,
  now: number,
  { onProgress, stop }: LoadOptions,
): Promise<number> {
  const startsAt = anchor.getTime() - historyHours * hourMs;
  const source = eventSource(generation);
  let sent = 0;
  let waiting: DemoEvent[] = [];
  for (let hour = eventsUntil?.getTime() ?? startsAt; hour <= now && !stop.aborted; hour += hourMs) {
    const requestFactor = pastRequestFactor(hour, now);
    for (const tenant of fleet) {
      waiting.push(...activityOfHour(tenant, hour, { anchor: anchor.getTime(), source, requestFactor }));
    }
    const isLast = hour + hourMs > now;
    if (waiting.length >= batchSize * windowBatches || isLast) {
      const past = waiting.filter(({ time }) => Date.parse(time) <= now);
      await sendWindow(platform, past);
      sent += past.length;
      waiting = [];
      await rememberEvents(platform.demo.em.fork(), new Date(isLast ? now : hour + hourMs));
    }
    onProgress(actionsPart + (1 - actionsPart) * volumeUpTo((hour - startsAt) / (now - startsAt)));
  }
  return sent;
}

/** The fleet grows, so half of the time is far less than half of the work. */
function volumeUpTo(time: number): number {
  return (8 ** Math.min(1, Math.max(0, time)) - 1) / 7;
}

async function sendWindow(platform: Platform, events: readonly DemoEvent[]): Promise<void> {
  const starts = Array.from(
    { length: Math.ceil(events.length / batchSize) },
    (_, index) => index * batchSize,
  );
  const work = async (): Promise<void> => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      await ingestEvents(healthContext(platform), events.slice(start, start + batchSize));
    }
  };
  await Promise.all(Array.from({ length: batchesInFlight }, work));
}

/** The runtime of health makes health's own context. */
function healthContext(platform: Platform): HealthContext {
  return platform.runtime('health').contextFor({ caller: demoCaller }) as HealthContext;
}

/** The source of the fleet's events; another for each loading, so that no event is taken for a repeat. */
export function eventSource(generation: number): string {
  return `intendant-demo/${generation}`;
}
