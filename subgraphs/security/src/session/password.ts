import { randomInt } from 'node:crypto';
import { hash, verify, type Options } from '@node-rs/argon2';
import { z } from 'zod';

/** 12 to 200 characters. Length is what counts (NIST SP 800-63B, 3.1.1); the upper bound caps the work of hashing. */
export const passwordSchema = z
  .string()
  .min(12, 'The password must have at least 12 characters.')
  .max(200, 'The password must have at most 200 characters.');

// Argon2id with 19 MiB, two passes, one lane: the OWASP password storage cheat sheet's first recommendation.
// The algorithm is a number because the library declares it as a const enum, which isolated modules cannot read.
const parameters: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The argon2id hash of a password, in PHC form with its own salt and parameters. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

let decoyHash: Promise<string> | undefined;

/**
 * Whether the password belongs to the stored hash. Without a hash (nobody has that e-mail address) the same work is
 * done against a decoy, so that the time taken does not tell who has an account.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if (passwordHash === null) {
    decoyHash ??= hashPassword('nobody has this password');
    await verify(await decoyHash, password);
    return false;
  }
  return verify(passwordHash, password);
}

// Without look-alikes (0 O o, 1 I l), since people type it from a terminal.
const generatedAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz';

/** A password of 24 characters (139 bits) without look-alike characters. */
export function generatePassword(): string {
  return Array.from({ length: 24 }, () => generatedAlphabet[randomInt(generatedAlphabet.length)]).join('');
}
