import { once } from 'node:events';
import { WebSocket } from 'ws';

type Message = { type: string; id?: string; payload?: unknown };

/** A client that shows every message of the protocol graphql-transport-ws as it is. */
export class SocketClient {
  readonly socket: WebSocket;
  readonly messages: Message[] = [];
  #waiting: (() => void)[] = [];
  closed: { code: number; reason: string; at: number } | null = null;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
    this.socket.on('message', (data) => {
      this.messages.push(JSON.parse(String(data)) as Message);
      this.#wake();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason), at: Date.now() };
      this.#wake();
    });
  }

  /** Connects and says who it is; resolves with the acknowledgement. */
  async init(payload: object = {}): Promise<this> {
    await once(this.socket, 'open');
    this.send({ type: 'connection_init', payload });
    await this.until(
      () => this.messages.some(({ type }) => type === 'connection_ack') || this.closed !== null,
    );
    return this;
  }

  send(message: Message): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables: object = {}): void {
    this.send({ type: 'subscribe', id, payload: { query, variables } });
  }

  /** Payloads of the events of one subscription so far. */
  events(id: string): unknown[] {
    return this.of(id, 'next').map(({ payload }) => payload);
  }

  of(id: string, type: string): Message[] {
    return this.messages.filter((message) => message.id === id && message.type === type);
  }

  async until(condition: () => boolean, timeoutMs = 8_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!condition()) {
      const left = deadline - Date.now();
      if (left <= 0) {
        throw new Error(
          `Timed out; messages: ${JSON.stringify(this.messages)}, closed: ${JSON.stringify(this.closed)}`,
        );
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 50));
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async close(): Promise<void> {
    this.socket.terminate();
    await this.until(() => this.closed !== null);
  }

  #wake(): void {
    this.#waiting.splice(0).forEach((wake) => wake());
  }
}
