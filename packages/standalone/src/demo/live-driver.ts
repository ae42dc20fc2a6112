import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Platform } from '../instance/platform.ts';
import { activityOfHour, liveRequestFactor, pastRequestFactor, type DemoEvent } from './activity.ts';
import { openDriverKey, type DriverKey } from './driver-key.ts';
import { demoFleet } from './fleet.ts';
import { fleetChangedTopic, readFleetState, rememberEvents, type FleetState } from './fleet-state.ts';
import { eventSource } from './load-fleet.ts';
import { hourMs } from './rhythm.ts';

export interface LiveDriver {
  stop(): Promise<void>;
}

const tickMs = 1_000;
const rememberEveryMs = 10_000;
const batchSize = 1_000;
// After a longer pause the fleet goes on from here instead of catching up with everything it missed.
const longestGapMs = 14 * 24 * hourMs;

/**
 * Plays the demo fleet's applications while the instance runs: each second, what happened in it goes to
 * `POST /v1/events` over HTTP with an API key, a few events a second in the fleet's rhythm. Catches up with the time
 * the instance was stopped. Rests while there is no fleet.
 */
export function startLiveDriver(platform: Platform, options: { url: string; dataDir: string }): LiveDriver {
  const { pubsub, demo, log } = platform;
  const stopping = new AbortController();
  const dispatcher = new Agent({ connections: 1 });
  const key = openDriverKey(platform, options.dataDir);
  const fleet = demoFleet();
  /** The events of the current hour. */
  const hours = new Map<number, DemoEvent[]>();
  let state: FleetState | null = null;
  let hasChanged = true;
  let rememberedAt = Date.now();
  const forget = (): void => {
    hasChanged = true;
  };
  const unsubscribe = [pubsub.listen(fleetChangedTopic, forget), pubsub.onReconnect(forget)];

  async function tick(): Promise<void> {
    if (hasChanged) {
      hasChanged = false;
      state = await readFleetState(demo.em.fork());
      hours.clear();
    }
    if (state?.status !== 'LOADED' || !state.eventsUntil) {
      return;
    }
    const now = Date.now();
    const since = Math.max(state.eventsUntil.getTime(), now - longestGapMs);
    const due = dueEvents(state, since, now);
    for (let start = 0; start < due.length && !stopping.signal.aborted; start += batchSize) {
      if (!(await send(due.slice(start, start + batchSize), key))) {
        return;
      }
    }
    state.eventsUntil = new Date(now);
    if (now - rememberedAt > rememberEveryMs) {
      rememberedAt = now;
      await rememberEvents(demo.em.fork(), state.eventsUntil);
    }
  }

  function dueEvents({ anchor, generation }: FleetState, since: number, now: number): DemoEvent[] {
    const current = Math.floor(now / hourMs) * hourMs;
    const due: DemoEvent[] = [];
    for (let hour = Math.floor(since / hourMs) * hourMs; hour <= current; hour += hourMs) {
      const requestFactor = hour === current ? liveRequestFactor : pastRequestFactor(hour, now);
      const activity = { anchor: anchor.getTime(), source: eventSource(generation), requestFactor };
      const events = hours.get(hour) ?? fleet.flatMap((tenant) => activityOfHour(tenant, hour, activity));
      if (hour === current && !hours.has(hour)) {
        hours.clear();
        hours.set(hour, events);
      }
      due.push(...events.filter(({ time }) => Date.parse(time) > since && Date.parse(time) <= now));
    }
    return due.sort((a, b) => (a.time < b.time ? -1 : 1));
  }

  /** Whether the events are stored, or refused for good; otherwise they are sent again with the next tick. */
  async function send(events: readonly DemoEvent[], driverKey: DriverKey): Promise<boolean> {
    const { statusCode, body } = await request(`${options.url}/v1/events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await driverKey.get()}`,
        'content-type': 'application/cloudevents-batch+json',
      },
      body: JSON.stringify(events),
      dispatcher,
      signal: stopping.signal,
    });
    const text = await body.text();
    if (statusCode === 401 || statusCode === 403) {
      driverKey.forget();
      return false;
    }
    if (statusCode !== 202) {
      log.warn({ statusCode, answer: text.slice(0, 500) }, 'events of the demo fleet were refused');
    }
    return statusCode < 500 && statusCode !== 429;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await tick().catch((error: unknown) => {
        if (!stopping.signal.aborted) {
          log.warn({ err: error }, 'the demo driver could not send');
        }
      });
      await pause(tickMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }
  const running = run();

  return {
    async stop() {
      stopping.abort();
      unsubscribe.forEach((end) => end());
      await running;
      await dispatcher.destroy();
      if (state?.status === 'LOADED' && state.eventsUntil) {
        await rememberEvents(demo.em.fork(), state.eventsUntil).catch(() => {});
      }
    },
  };
}
