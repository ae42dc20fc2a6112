import type { SignInFailurePattern } from '../generated/resolvers.ts';

export interface SpreadOfFailures {
  failures: number;
  accounts: number;
  /** How many were against the account that was tried most. */
  mostOfOneAccount: number;
}

/**
 * How refused sign-ins are spread. ONE_ACCOUNT: five or more, at least 80 % of them against one account, as when a
 * password is guessed. MANY_ACCOUNTS: otherwise, ten or more against five accounts or more, as when few passwords are
 * tried on many. SPREAD: any other, as when people mistype. The rule is ours; the enum of the schema states it.
 */
export function signInFailurePattern({
  failures,
  accounts,
  mostOfOneAccount,
}: SpreadOfFailures): SignInFailurePattern {
  // In whole numbers: 0.8 is not one of a computer's.
  if (failures >= 5 && mostOfOneAccount * 10 >= failures * 8) {
    return 'ONE_ACCOUNT';
  }
  return accounts >= 5 && failures >= 10 ? 'MANY_ACCOUNTS' : 'SPREAD';
}
