import { generateKeyPairSync } from 'node:crypto';
import { exportJWK, importPKCS8, importSPKI, SignJWT } from 'jose';
import { SettableClock } from '../clock.ts';
import { UnauthenticatedError } from '../errors.ts';
import { aPlatformCaller, anonymous } from '../testing/callers.ts';
import { createIdentitySigner, createIdentityVerifier, generateIdentityKeys } from './identity-token.ts';

const keys = generateIdentityKeys();
const clock = new SettableClock('2026-11-20T09:41:00Z');
const later = new Date('2026-11-20T10:41:00Z');
const now = (): Date => clock.now();
const verifier = createIdentityVerifier(keys.publicKey, now);
const caller = aPlatformCaller(['platform:read'], {
  actor: { id: 'a', name: 'Ann' },
  credentialId: 'session',
  eventsPerSecond: 5,
});

afterEach(() => clock.set('2026-11-20T09:41:00Z'));

async function aToken(change: (token: SignJWT) => SignJWT = (token) => token, payload = {}): Promise<string> {
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const token = new SignJWT({ caller, requestId: 'r', ...payload })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer('intendant-gateway')
    .setAudience('intendant-subgraph')
    .setSubject(caller.id)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 60);
  return change(token).sign(await importPKCS8(keys.privateKey, 'EdDSA'));
}

describe('an identity token', () => {
  it('carries the whole caller and the request id', async () => {
    const token = await createIdentitySigner(keys.privateKey, now).sign(caller, 'request-1');

    expect(await verifier.verify(token)).toEqual({ caller, requestId: 'request-1' });
  });

  it('carries nobody, too', async () => {
    const token = await createIdentitySigner(keys.privateKey, now).sign(anonymous, 'request-1');

    expect((await verifier.verify(token)).caller).toEqual({ kind: 'anonymous' });
  });

  it('is valid for a minute and not much longer', async () => {
    const token = await aToken();

    clock.advance(59_000);
    await expect(verifier.verify(token)).resolves.toBeDefined();
    clock.advance(7_000);
    await expect(verifier.verify(token)).rejects.toThrow(UnauthenticatedError);
  });

  it('is refused when it is missing, malformed or signed by another key', async () => {
    const foreign = await createIdentitySigner(generateIdentityKeys().privateKey, now).sign(caller, 'r');

    await expect(verifier.verify(undefined)).rejects.toThrow('carries no identity');
    await expect(verifier.verify('not.a.token')).rejects.toThrow(UnauthenticatedError);
    await expect(verifier.verify(foreign)).rejects.toThrow(UnauthenticatedError);
  });

  it('is refused when it says nothing of a signature, or uses the public key as a shared secret', async () => {
    const [, body] = (await aToken()).split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    const symmetric = await new SignJWT({ caller, requestId: 'r' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(keys.publicKey));

    await expect(verifier.verify(none)).rejects.toThrow(UnauthenticatedError);
    await expect(verifier.verify(symmetric)).rejects.toThrow(UnauthenticatedError);
  });

  it.each([
    ['audience', (token: SignJWT) => token.setAudience('another')],
    ['issuer', (token: SignJWT) => token.setIssuer('another')],
    ['future', (token: SignJWT) => token.setIssuedAt(later).setExpirationTime(later)],
    [
      'long life',
      (token: SignJWT) => token.setIssuedAt(new Date('2026-11-20T08:00:00Z')).setExpirationTime('99y'),
    ],
  ])('is refused for another %s', async (_, change) => {
    await expect(verifier.verify(await aToken(change as (token: SignJWT) => SignJWT))).rejects.toThrow(
      UnauthenticatedError,
    );
  });

  it('is refused with a permission that does not exist', async () => {
    const token = await aToken(undefined, { caller: { ...caller, permissions: ['everything'] } });

    await expect(verifier.verify(token)).rejects.toThrow(UnauthenticatedError);
  });

  it('accepts keys as JWK, and no other kind of key', async () => {
    const jwk = JSON.stringify(
      await exportJWK(await importSPKI(keys.publicKey, 'EdDSA', { extractable: true })),
    );
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
      type: 'spki',
      format: 'pem',
    });

    await expect(createIdentityVerifier(jwk, now).verify(await aToken())).resolves.toMatchObject({ caller });
    expect(() => createIdentityVerifier(rsa.toString(), now)).toThrow('must be an Ed25519 key');
  });
});
