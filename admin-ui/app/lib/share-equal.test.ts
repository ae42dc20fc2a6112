import { shareEqual } from './share-equal.ts';

const before = {
  asOf: '1',
  list: [
    { id: 'a', n: 1 },
    { id: 'b', n: 2 },
  ],
  none: null,
  deep: { x: { y: [1, 2] } },
};

test('what is equal is the object of before, whole', () => {
  expect(shareEqual(before, structuredClone(before))).toBe(before);
});

test('a change leaves everything beside its own path', () => {
  const next = structuredClone(before);
  next.list[1] = { id: 'b', n: 3 };

  const shared = shareEqual(before, next);

  expect(shared).toEqual(next);
  expect(shared).not.toBe(before);
  expect(shared.list[0]).toBe(before.list[0]);
  expect(shared.list[1]).toEqual({ id: 'b', n: 3 });
  expect(shared.deep).toBe(before.deep);
});

test.each([
  ['a key less', { asOf: '1' }, { asOf: '1', more: 1 }],
  ['a key more', { asOf: '1', more: undefined }, { asOf: '1' }],
  ['a key of another name', { a: undefined }, { b: undefined }],
  ['a shorter list', [1], [1, 2]],
  ['a list for an object', [], {}],
  ['an object for null', {}, null],
  ['null for an object', null, {}],
  ['a text for a list', 'a', ['a']],
])('%s is a change', (_, next, known) => {
  expect(shareEqual(known, next)).toEqual(next);
  expect(shareEqual(known, next)).not.toBe(known);
});
