import { blockedMinutes, throttleAfterFailure, type SignInThrottle } from './sign-in-throttle.ts';

const start = new Date('2026-11-20T09:41:00.000Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

function failing(times: number): SignInThrottle | null {
  let throttle: SignInThrottle | null = null;
  for (let count = 0; count < times; count += 1) {
    throttle = throttleAfterFailure(throttle, start);
  }
  return throttle;
}

it.each([
  [0, 0],
  [4, 0],
  [5, 1],
  [6, 2],
  [7, 4],
  [8, 8],
  [9, 15],
  [5000, 15],
])('after %i failures in a row the next attempt waits %i minutes', (failures, minutes) => {
  expect(blockedMinutes(failing(failures), start)).toBe(minutes);
});

it('rounds what is left of a block up to whole minutes', () => {
  expect(blockedMinutes(failing(9), after(0.5))).toBe(15);
  expect(blockedMinutes(failing(9), after(14.5))).toBe(1);
  expect(blockedMinutes(failing(9), after(15))).toBe(0);
});

it('forgets failures after an hour without one', () => {
  const almost = throttleAfterFailure(failing(9), after(59));
  const forgotten = throttleAfterFailure(failing(9), after(60));

  expect(almost.failures).toBe(10);
  expect(forgotten).toMatchObject({ failures: 1, blockedUntil: null });
});
