import { slugSchema } from '@intendant/tenants/tenant/slug';
import { activityOfHour, type DemoEvent } from './activity.ts';
import { demoFleet } from './fleet.ts';
import { lifecycle } from './lifecycle.ts';
import { hourMs } from './rhythm.ts';
import type { Trouble } from './roster.ts';

const fleet = demoFleet();
// A Friday and a Sunday: what is at risk must be so on every day of the week.
const anchors = ['2026-11-20T09:00:00.000Z', '2026-11-22T23:00:00.000Z'].map((time) => Date.parse(time));

/** A tenant's events of the last hours before the anchor. */
function eventsOf(slug: string, hours: number, anchor: number): DemoEvent[] {
  const tenant = fleet.find((candidate) => candidate.slug === slug);
  return Array.from({ length: hours }, (_, index) => anchor - (hours - index) * hourMs).flatMap((hour) =>
    tenant ? activityOfHour(tenant, hour, { anchor, source: 'test', requestFactor: 1 }) : [],
  );
}

function count(events: readonly DemoEvent[], type: string, data: Record<string, unknown> = {}): number {
  return events.filter(
    (event) =>
      event.type === type && Object.entries(data).every(([name, value]) => event.data[name] === value),
  ).length;
}

test('has about sixty tenants on all plans, with slugs that are accepted', () => {
  const plans = new Set(fleet.map(({ plan }) => plan));

  expect(fleet).toHaveLength(60);
  expect([...plans].sort()).toEqual(['agency', 'enterprise', 'free', 'pro']);
  expect(new Set(fleet.map(({ slug }) => slug)).size).toBe(60);
  expect(fleet.filter(({ slug }) => !slugSchema.safeParse(slug).success)).toEqual([]);
});

test('tells the same story every time', () => {
  const [anchor = 0] = anchors;

  expect(demoFleet()).toEqual(fleet);
  expect(lifecycle(fleet, anchor)).toEqual(lifecycle(fleet, anchor));
  expect(eventsOf('vektoria-search', 24, anchor)).toEqual(eventsOf('vektoria-search', 24, anchor));
});

test('gives every event of an hour an id of its own, in the order of time and within the hour', () => {
  const [anchor = 0] = anchors;
  const events = eventsOf('vektoria-search', 24, anchor);

  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).sort());
  expect(events.every(({ time }) => Date.parse(time) < anchor)).toBe(true);
});

test.each(anchors)('shows the evidence of each trouble, whatever the day (%i)', (anchor) => {
  const isDue: Record<Trouble, (day: DemoEvent[], week: DemoEvent[]) => boolean> = {
    'expired-smtp-credential': hasFailures,
    'changed-upstream-api': hasFailures,
    'full-disk': hasFailures,
    'expired-smtp-and-credential': (day, week) => hasFailures(day) && count(week, 'credential.failed') >= 5,
    'hand-edited-environment': (_, week) => count(week, 'drift.detected') >= 3,
    'drifting-staging': (_, week) => count(week, 'drift.detected') >= 3,
    'declined-and-drifting': (_, week) => count(week, 'drift.detected') >= 3,
    'revoked-ticketing-key': (_, week) => count(week, 'credential.failed') >= 5,
    'rotated-bucket-secret': (_, week) => count(week, 'credential.failed') >= 10,
    'declined-card': () => true,
    'closed-account': () => true,
  };

  const unseen = fleet.filter(
    ({ slug, trouble }) =>
      trouble && !isDue[trouble](eventsOf(slug, 24, anchor), eventsOf(slug, 168, anchor)),
  );

  expect(unseen.map(({ slug }) => slug)).toEqual([]);
});

function hasFailures(day: readonly DemoEvent[]): boolean {
  const failures = count(day, 'execution.finished', { outcome: 'FAILED' });
  return failures >= 20 && failures / count(day, 'execution.finished') >= 0.1;
}

test.each(anchors)('keeps all others healthy (%i)', (anchor) => {
  const ill = fleet
    .filter(({ trouble }) => trouble === undefined)
    .filter(({ slug }) => {
      const week = eventsOf(slug, 168, anchor);
      return (
        hasFailures(eventsOf(slug, 24, anchor)) ||
        count(week, 'drift.detected') >= 3 ||
        count(week, 'credential.failed') >= 5
      );
    });

  expect(ill.map(({ slug }) => slug)).toEqual([]);
});

test('does everything before the anchor, and to a tenant only once it exists', () => {
  const [anchor = 0] = anchors;
  const actions = lifecycle(fleet, anchor);
  const created = new Map(
    actions.flatMap(({ at, action }) => (action.kind === 'create-tenant' ? [[action.tenant.id, at]] : [])),
  );

  const early = actions.filter(
    ({ at, action }) => 'tenant' in action && at < (created.get(action.tenant.id) ?? new Date(Number.NaN)),
  );

  expect(actions.filter(({ at }) => at.getTime() >= anchor)).toEqual([]);
  expect(early).toEqual([]);
  expect(created.size).toBe(60);
});
