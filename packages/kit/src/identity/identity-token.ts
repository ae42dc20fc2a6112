import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { z } from 'zod';
import { UnauthenticatedError } from '../errors.ts';
import { anonymousCaller, type Caller } from './caller.ts';
import { isPermission, type Permission } from './permissions.ts';

/** The header (and `connection_init` field) that carries the caller between our processes. */
export const identityHeader = 'x-intendant-identity';

const issuer = 'intendant-gateway';
const audience = 'intendant-subgraph';
const lifetimeSeconds = 60;

export interface VerifiedIdentity {
  caller: Caller;
  requestId: string;
}

export interface IdentitySigner {
  /** A token that vouches for the caller for 60 seconds. */
  sign(caller: Caller, requestId: string): Promise<string>;
}

export interface IdentityVerifier {
  /** The caller a token vouches for. Throws `UnauthenticatedError` when it is missing, forged, expired or not for us. */
  verify(token: string | undefined): Promise<VerifiedIdentity>;
}

/** A new Ed25519 key pair: the private half signs (gateway only), the public half verifies (subgraphs). Both PEM. */
export function generateIdentityKeys(): { privateKey: string; publicKey: string } {
  const pair = generateKeyPairSync('ed25519');
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** A signer from an Ed25519 private key, PEM (PKCS#8) or JWK as JSON. Throws `TypeError` for another kind of key. */
export function createIdentitySigner(privateKey: string, now: () => Date = () => new Date()): IdentitySigner {
  const key = requireEd25519(readPrivateKey(privateKey));
  return {
    sign(caller, requestId) {
      const issuedAt = Math.floor(now().getTime() / 1000);
      const claims: JWTPayload = { caller, requestId };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(caller.kind === 'anonymous' ? 'anonymous' : caller.id)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .sign(key);
    },
  };
}

/** A verifier from an Ed25519 public key (or the private one it belongs to), PEM or JWK as JSON. */
export function createIdentityVerifier(
  publicKey: string,
  now: () => Date = () => new Date(),
): IdentityVerifier {
  const key = requireEd25519(readPublicKey(publicKey));
  return {
    async verify(token) {
      if (!token) {
        throw new UnauthenticatedError('The request carries no identity.');
      }
      try {
        const { payload } = await jwtVerify(token, key, {
          issuer,
          audience,
          algorithms: ['EdDSA'],
          currentDate: now(),
          maxTokenAge: lifetimeSeconds,
          // Replicas' clocks differ by a second or two; a token must not be refused for being issued "in the future".
          clockTolerance: 5,
          requiredClaims: ['sub', 'exp', 'iat'],
        });
        return {
          caller: callerSchema.parse(payload['caller']),
          requestId: z.string().parse(payload['requestId']),
        };
      } catch {
        throw new UnauthenticatedError('The identity of the request is forged or expired.');
      }
    },
  };
}

const callerSchema: z.ZodType<Caller> = z.union([
  z.object({ kind: z.literal('anonymous') }).transform(() => anonymousCaller),
  z.object({
    kind: z.enum(['user', 'key', 'service']),
    id: z.string().min(1),
    name: z.string(),
    tenantId: z.string().nullable(),
    permissions: z.array(z.custom<Permission>(isPermission)),
    actor: z.object({ id: z.string(), name: z.string() }).nullable(),
    credentialId: z.string().nullable(),
    eventsPerSecond: z.number().nullable(),
  }),
]);

function readPrivateKey(text: string): KeyObject {
  return text.trimStart().startsWith('{')
    ? createPrivateKey({ key: JSON.parse(text), format: 'jwk' })
    : createPrivateKey(text);
}

function readPublicKey(text: string): KeyObject {
  return text.trimStart().startsWith('{')
    ? createPublicKey({ key: JSON.parse(text), format: 'jwk' })
    : createPublicKey(text);
}

function requireEd25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new TypeError('The identity key must be an Ed25519 key.');
  }
  return key;
}
