import type { TimeWindow } from '../generated/resolvers.ts';
import { requestedWindow } from '../rollup/time-window-input.ts';
import { metricsWindow, pointsOf } from './metrics-window.ts';

const now = new Date('2026-11-20T09:41:30Z');

function cut(window: TimeWindow): [string, string, number, number] {
  const { from, to, stepSeconds, count } = metricsWindow(requestedWindow(window, 'H24', now), now);
  return [from.toISOString(), to.toISOString(), stepSeconds, count];
}

it.each([
  ['H1', '2026-11-20T08:42:00.000Z', 60, 60],
  ['H24', '2026-11-19T09:45:00.000Z', 900, 96],
  ['D7', '2026-11-13T10:00:00.000Z', 3600, 168],
  ['D30', '2026-10-22T00:00:00.000Z', 86400, 30],
  ['D90', '2026-08-23T00:00:00.000Z', 86400, 90],
] as const)('%s ends with the step it is now', (range, from, stepSeconds, count) => {
  expect(cut({ range })).toEqual([from, now.toISOString(), stepSeconds, count]);
});

it.each([
  ['two hours by the minute', '2026-11-19T10:00:30Z', '2026-11-19T12:00:30Z', 60, 121],
  ['more by the quarter of an hour', '2026-11-19T10:05:00Z', '2026-11-19T12:06:00Z', 900, 9],
  ['a day that began 48 hours ago', '2026-11-18T09:41:30Z', '2026-11-19T09:41:30Z', 900, 97],
  ['an hour whose minutes are gone by the hour', '2026-11-18T09:40:00Z', '2026-11-18T09:50:00Z', 3600, 1],
  ['eight days by the hour', '2026-11-01T00:00:00Z', '2026-11-09T00:00:00Z', 3600, 192],
  ['more by the day', '2026-11-01T00:00:00Z', '2026-11-09T00:01:00Z', 86400, 9],
])('shows %s', (_, from, to, stepSeconds, count) => {
  expect(cut({ from, to }).slice(2)).toEqual([stepSeconds, count]);
});

it('is widened to whole steps, but never beyond now', () => {
  expect(cut({ from: '2026-11-10T10:20:00Z', to: '2026-11-10T11:20:00Z' })).toEqual([
    '2026-11-10T10:00:00.000Z',
    '2026-11-10T12:00:00.000Z',
    3600,
    2,
  ]);
  expect(cut({ from: '2026-11-15T10:20:00Z' })).toEqual([
    '2026-11-15T10:00:00.000Z',
    now.toISOString(),
    3600,
    120,
  ]);
});

it('has a point for every step, also where nothing was found', () => {
  const window = metricsWindow(requestedWindow({ range: 'H1' }, 'H24', now), now);
  const rows = [{ at: Date.parse('2026-11-20T09:41:00Z'), requests: 3 }];

  const points = pointsOf(window, rows, (at, row) => [at.toISOString(), row?.requests ?? null]);

  expect(points).toHaveLength(60);
  expect(points.at(-1)).toEqual(['2026-11-20T09:41:00.000Z', 3]);
  expect(points.filter(([, requests]) => requests !== null)).toHaveLength(1);
});
