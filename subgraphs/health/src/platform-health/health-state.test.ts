import { assess, stateOf, worstOf } from './health-state.ts';

it('is judged from the threshold on when more is worse, and below it when less is', () => {
  expect([9, 10, 20].map((value) => stateOf(value, 10, 20))).toEqual(['OK', 'WARN', 'CRITICAL']);
  expect([10, 9, 4].map((value) => stateOf(value, 10, 5, 'LOWER'))).toEqual(['OK', 'WARN', 'CRITICAL']);
});

it('is unknown without a value, and crosses no threshold that is missing', () => {
  expect(stateOf(null, 10, 20)).toBe('UNKNOWN');
  expect(assess(1_000, 10, null)).toEqual({ state: 'WARN', warnAt: 10, criticalAt: null });
  expect(assess(1_000, null, null).state).toBe('OK');
});

it('is as bad as the worst of several', () => {
  expect(worstOf(['OK', 'WARN', 'UNKNOWN'])).toBe('WARN');
  expect(worstOf(['OK', 'UNKNOWN'])).toBe('UNKNOWN');
});
