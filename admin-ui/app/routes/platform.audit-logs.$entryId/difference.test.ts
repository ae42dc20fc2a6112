import { differenceOf } from './difference.ts';

test('puts what changed first and leaves what stayed comparable', () => {
  const differences = differenceOf(
    { name: 'Hanse', status: 'ACTIVE' },
    { name: 'Hanse', status: 'SUSPENDED' },
  );

  expect(differences).toEqual([
    { name: 'status', before: 'ACTIVE', after: 'SUSPENDED', isChanged: true },
    { name: 'name', before: 'Hanse', after: 'Hanse', isChanged: false },
  ]);
});

test('names nested fields by their path and shows lists whole', () => {
  const differences = differenceOf({ limits: { users: 5 } }, { limits: { users: 9 }, ids: ['a', 'b'] });

  expect(differences).toEqual([
    { name: 'ids', before: null, after: '["a","b"]', isChanged: true },
    { name: 'limits.users', before: '5', after: '9', isChanged: true },
  ]);
});

test('a thing that was created has no state before, and null counts as nothing', () => {
  expect(differenceOf(null, { name: 'Hanse', reason: null })).toEqual([
    { name: 'name', before: null, after: 'Hanse', isChanged: true },
  ]);
});
