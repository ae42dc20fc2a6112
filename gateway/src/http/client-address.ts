import type { IncomingMessage } from 'node:http';

/**
 * The address a request comes from: the socket's, or the last entry of `X-Forwarded-For` when the gateway is told
 * that a proxy of ours stands in front of it. Earlier entries are the client's own claim.
 */
export function clientAddress(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  { trustProxy }: { trustProxy: boolean },
): string {
  const forwarded = trustProxy ? request.headers['x-forwarded-for'] : undefined;
  const list = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
  return list?.split(',').at(-1)?.trim() || request.socket.remoteAddress || 'unknown';
}
