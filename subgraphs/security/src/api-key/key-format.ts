import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const randomLength = 32;
const checksumLength = 6;
const shownRandomCharacters = 4;
const shape = new RegExp(`^itd_(live|test)_[0-9A-Za-z]{${randomLength + checksumLength}}$`);

export interface NewKey {
  /** The key itself; shown once and never stored. */
  secret: string;
  /** Its first characters, to recognise it by. */
  prefix: string;
  /** SHA-256 of the key: what is stored. */
  hash: Buffer;
}

/**
 * A new API key: `itd_live_` or `itd_test_`, 32 base62 characters (190 bits) of the system's CSPRNG, and the CRC32 of
 * all that in six base62 characters, so that a mistyped or invented key is refused without a query and secret
 * scanners can tell a key from look-alikes.
 */
export function generateKey(isTest: boolean): NewKey {
  const start = isTest ? 'itd_test_' : 'itd_live_';
  const random = Array.from({ length: randomLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  const secret = start + random + checksumOf(start + random);
  return { secret, prefix: start + random.slice(0, shownRandomCharacters), hash: hashKey(secret) };
}

/** Whether a text has the shape of an API key and its checksum is right. Says nothing about whether it exists. */
export function isWellFormedKey(text: string): boolean {
  return shape.test(text) && checksumOf(text.slice(0, -checksumLength)) === text.slice(-checksumLength);
}

/** SHA-256 of a key. A fast hash is enough: a key has 190 bits of chance, so there is nothing to guess. */
export function hashKey(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let position = 0; position < checksumLength; position += 1) {
    digits = (alphabet[rest % alphabet.length] ?? '') + digits;
    rest = Math.floor(rest / alphabet.length);
  }
  return digits;
}
