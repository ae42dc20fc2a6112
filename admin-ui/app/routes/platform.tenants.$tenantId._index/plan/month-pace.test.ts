import { monthPace } from './month-pace.ts';

test('goes on as until now, to the last day of the month', () => {
  const pace = monthPace(14_870, new Date('2026-11-21T00:00:00Z'));

  expect(pace).toEqual({ total: 22_305, until: new Date('2026-11-30T00:00:00Z') });
});

test('says nothing in the first day of a month', () => {
  expect(monthPace(100, new Date('2026-11-01T23:59:00Z'))).toBeNull();
});
