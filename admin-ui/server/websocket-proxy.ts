import { request, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Hands the browser's socket for live updates to the gateway, so that it needs no second address and no foreign
 * origin. Only `/graphql` is forwarded.
 */
export function createWebSocketProxy(gatewayUrl: string) {
  return (incoming: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if ((incoming.url ?? '').split('?')[0] !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    const upstream = request(new URL('/graphql', gatewayUrl), { headers: incoming.headers });
    upstream.on('upgrade', (response, upstreamSocket, upstreamHead) => {
      socket.write(statusLine(response));
      if (upstreamHead.length > 0) socket.write(upstreamHead);
      if (head.length > 0) upstreamSocket.write(head);
      join(socket, upstreamSocket);
    });
    upstream.on('response', (response) => {
      socket.write(statusLine(response));
      response.pipe(socket);
    });
    upstream.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n'));
    socket.on('error', () => upstream.destroy());
    upstream.end();
  };
}

function statusLine(response: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${response.statusCode} ${response.statusMessage}`];
  for (let index = 0; index < response.rawHeaders.length; index += 2) {
    lines.push(`${response.rawHeaders[index]}: ${response.rawHeaders[index + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** When either side ends, so does the other. */
function join(left: Duplex, right: Duplex): void {
  left.pipe(right).pipe(left);
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    side.on('error', () => other.destroy());
    side.on('close', () => other.destroy());
  }
}
