import type { IdentitySigner } from '@intendant/kit/identity/identity-token';
import type { UpstreamCall } from './upstream.ts';

/** Tokens that vouch for the caller of a call. */
export interface CallTokens {
  /** A token that is good for half a minute at least. */
  tokenFor(call: UpstreamCall): Promise<string>;
}

interface Signed {
  token: Promise<string>;
  signedAt: number;
}

/** Half a token's lifetime: what is handed out has as long left. */
const reusedForMs = 30_000;

/**
 * Signs once for each call, however many subgraphs it leads to: an Ed25519 signature costs as much as a small fetch.
 * A token never serves another call than the one it was signed for, so the caller and the request id in it are
 * always those of the request at hand.
 */
export function createCallTokens(signer: IdentitySigner, now: () => number = Date.now): CallTokens {
  const signed = new WeakMap<UpstreamCall, Signed>();
  return {
    tokenFor(call) {
      const known = signed.get(call);
      if (known && now() - known.signedAt < reusedForMs) {
        return known.token;
      }
      const fresh: Signed = { token: signer.sign(call.caller, call.requestId), signedAt: now() };
      signed.set(call, fresh);
      return fresh.token;
    },
  };
}
