import { createHash, randomBytes } from 'node:crypto';

const shape = /^its_[0-9A-Za-z_-]{43}$/;

/** A new opaque session token: `its_` and 256 bits of the system's CSPRNG. Only its hash is stored. */
export function generateSessionToken(): { token: string; hash: Buffer } {
  const token = `its_${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashSessionToken(token) };
}

/** Whether a text has the shape of a session token; anything else is refused without a query. */
export function isWellFormedSessionToken(text: string): boolean {
  return shape.test(text);
}

/** SHA-256 of a session token: what is stored and looked up. */
export function hashSessionToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
