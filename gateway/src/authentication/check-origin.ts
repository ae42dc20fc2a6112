import type { IncomingMessage } from 'node:http';

/** Decides whether a request may use a browser's cookie. */
export type OriginCheck = (request: Pick<IncomingMessage, 'headers'>) => boolean;

/**
 * A cookie counts only for requests our own pages cause: the Origin is that of the host asked for, or one of those
 * allowed. Without an Origin it is not a browser's cross-site request: browsers send one with every POST and upgrade.
 */
export function createOriginCheck(options: {
  allowedOrigins: readonly string[];
  trustProxy: boolean;
}): OriginCheck {
  const allowed = new Set(options.allowedOrigins.map((origin) => origin.replace(/\/$/, '')));
  return ({ headers }) => {
    const { origin } = headers;
    if (origin === undefined) {
      return headers['sec-fetch-site'] !== 'cross-site';
    }
    if (allowed.has(origin)) {
      return true;
    }
    const forwarded = options.trustProxy ? headers['x-forwarded-host'] : undefined;
    const host = (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? headers.host;
    return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
  };
}
