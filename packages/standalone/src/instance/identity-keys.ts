import { createHmac, createPrivateKey, createPublicKey } from 'node:crypto';

// The fixed beginning of an Ed25519 private key in PKCS#8 (RFC 8410, 7); the 32 bytes of the key follow.
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The key pair by which the gateway vouches for callers to subgraphs in other processes, as PEM. Derived from the
 * installation's secret key, so that nothing has to be stored.
 */
export function identityKeys(secretKey: string): { privateKey: string; publicKey: string } {
  const seed = createHmac('sha256', secretKey).update('identity key').digest();
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
  return {
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
  };
}
