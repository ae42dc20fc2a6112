import fc from 'fast-check';
import { generateKey, hashKey, isWellFormedKey } from './key-format.ts';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('an API key', () => {
  it('carries its kind, at least 30 random base62 characters and a checksum', () => {
    expect(generateKey(false).secret).toMatch(/^itd_live_[0-9A-Za-z]{38}$/);
    expect(generateKey(true).secret).toMatch(/^itd_test_[0-9A-Za-z]{38}$/);
  });

  it('is well-formed as generated, shows only its first characters and is stored as SHA-256', () => {
    fc.assert(
      fc.property(fc.boolean(), (isTest) => {
        const key = generateKey(isTest);

        expect(isWellFormedKey(key.secret)).toBe(true);
        expect(key.secret.startsWith(key.prefix)).toBe(true);
        expect(key.prefix).toHaveLength(13);
        expect(key.hash).toEqual(hashKey(key.secret));
        expect(key.hash).toHaveLength(32);
      }),
    );
  });

  it('is refused when any one character is replaced', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.nat(46), fc.constantFrom(...base62), (isTest, position, character) => {
        const { secret } = generateKey(isTest);
        fc.pre(secret[position] !== character);

        expect(isWellFormedKey(secret.slice(0, position) + character + secret.slice(position + 1))).toBe(
          false,
        );
      }),
    );
  });

  it('is refused when two neighbours are swapped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 9, max: 45 }), (position) => {
        const { secret } = generateKey(false);
        const [left, right] = [secret[position] ?? '', secret[position + 1] ?? ''];
        fc.pre(left !== right);

        expect(isWellFormedKey(secret.slice(0, position) + right + left + secret.slice(position + 2))).toBe(
          false,
        );
      }),
    );
  });

  it('is refused when it is any other text', () => {
    fc.assert(fc.property(fc.string(), (text) => !isWellFormedKey(text)));
    fc.assert(fc.property(fc.string(), (text) => !isWellFormedKey(generateKey(false).secret + text + 'x')));
  });

  it('never comes twice', () => {
    const secrets = Array.from({ length: 1000 }, () => generateKey(false).secret);

    expect(new Set(secrets).size).toBe(1000);
  });
});
