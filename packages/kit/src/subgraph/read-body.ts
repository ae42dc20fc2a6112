import type { IncomingMessage } from 'node:http';

/** What the gateway may send at most: a batch of events with room to spare. */
export const maximumBodyBytes = 4 * 1024 * 1024;

/** The request's body is larger than allowed. */
export class BodyTooLargeError extends Error {
  constructor(maximumBytes: number) {
    super(`The body is larger than ${maximumBytes} bytes.`);
    this.name = 'BodyTooLargeError';
  }
}

/** Reads a request's body whole. Throws `BodyTooLargeError` as soon as it exceeds the limit. */
export async function readBody(request: IncomingMessage, maximumBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > maximumBytes) {
      throw new BodyTooLargeError(maximumBytes);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
