import { newestOf } from './use-live-incident.ts';

const at = (version: number, id = 'i1') => ({ id, version });

test('a state that arrives late does not take the place of a newer one', () => {
  expect(newestOf(at(4), at(5))).toEqual(at(5));
  expect(newestOf(at(5), at(4))).toEqual(at(5));
});

test('of the same version the one that came last stands', () => {
  const [first, second] = [at(4), at(4)];

  expect(newestOf(second, first)).toBe(second);
});

test('what is known of another incident does not count', () => {
  expect(newestOf(at(1, 'i2'), at(9, 'i1'))).toEqual(at(1, 'i2'));
  expect(newestOf(at(1), null)).toEqual(at(1));
});
