import { isEachMinute, isOverdue } from './is-overdue.ts';

const now = new Date('2026-11-20T09:41:00Z');
const ms = (time: string | null): number | null => (time === null ? null : Date.parse(`2026-11-20T${time}Z`));

it.each([
  ['* * * * *', '09:36:30', null, false],
  ['* * * * *', '09:35:30', null, true],
  ['*/30 * * * *', '09:00:00', null, true],
  ['*/30 * * * *', '09:30:00', null, false],
  ['40 * * * *', '08:40:00', null, false],
  ['0 3 * * *', '03:00:01', null, false],
  ['0 3 * * *', '02:59:59', null, true],
  ['0 3 * * *', '02:59:59', '08:00:00', false],
  ['* * * * *', '02:59:59', '09:37:00', false],
  ['* * * * *', null, '09:37:00', false],
  ['* * * * *', null, '09:30:00', true],
  ['* * * * *', null, null, false],
])(
  'judges %s, last started at %s and registered at %s: %s',
  (schedule, startedAt, registeredAt, expected) => {
    expect(isOverdue({ schedule, registeredAt: ms(registeredAt) }, ms(startedAt), now)).toBe(expected);
  },
);

it.each([
  ['* * * * *', true],
  ['*/1 * * * *', true],
  ['*/2 * * * *', false],
  ['41 9 * * *', false],
])('knows whether %s comes due each minute: %s', (schedule, expected) => {
  expect(isEachMinute(schedule, now)).toBe(expected);
});
