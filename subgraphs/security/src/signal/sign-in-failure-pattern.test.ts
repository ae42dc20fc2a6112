import { signInFailurePattern } from './sign-in-failure-pattern.ts';

it.each([
  [5, 1, 5, 'ONE_ACCOUNT'],
  [4, 1, 4, 'SPREAD'],
  [10, 3, 8, 'ONE_ACCOUNT'],
  [10, 3, 7, 'SPREAD'],
  [100, 21, 80, 'ONE_ACCOUNT'],
  [100, 21, 79, 'MANY_ACCOUNTS'],
  [10, 5, 2, 'MANY_ACCOUNTS'],
  [10, 4, 4, 'SPREAD'],
  [9, 5, 3, 'SPREAD'],
])('%i failures against %i accounts, at most %i against one, are %s', (failures, accounts, most, pattern) => {
  expect(signInFailurePattern({ failures, accounts, mostOfOneAccount: most })).toBe(pattern);
});
