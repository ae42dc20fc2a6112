import { jest } from '@jest/globals';
import { openLiveClient, type ConnectionEvent } from './live-client.ts';

/** The browser's end of a socket, as far as the client uses it; the test is the gateway. */
class FakeSocket {
  static readonly CLOSING = 2;
  static readonly OPEN = 1;
  static opened: FakeSocket[] = [];
  readyState = FakeSocket.OPEN;
  sent: string[] = [];
  onopen: () => void = () => undefined;
  onmessage: (event: { data: string }) => void = () => undefined;
  onclose: unknown = null;
  onerror: unknown = null;
  constructor() {
    FakeSocket.opened.push(this);
  }
  send(text: string) {
    this.sent.push((JSON.parse(text) as { type: string }).type);
  }
  close() {
    this.readyState = FakeSocket.CLOSING;
  }
  receive(type: string) {
    this.onmessage({ data: JSON.stringify({ type }) });
  }
}

const realSocket = globalThis.WebSocket;

beforeEach(() => {
  jest.useFakeTimers();
  FakeSocket.opened = [];
  globalThis.WebSocket = FakeSocket as unknown as typeof WebSocket;
});
afterEach(() => {
  jest.useRealTimers();
  globalThis.WebSocket = realSocket;
});

const pass = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);
const lastSocket = () => FakeSocket.opened.at(-1) ?? new FakeSocket();

async function connect() {
  const states: ConnectionEvent['state'][] = [];
  const client = openLiveClient('ws://ops.example/graphql');
  client.listen(({ state }) => states.push(state));
  client.urql.subscription('subscription { changed }', {}).subscribe(() => undefined);
  await pass(0);
  await acknowledge();
  return states;
}

async function acknowledge() {
  lastSocket().onopen();
  await pass(0);
  lastSocket().receive('connection_ack');
  await pass(0);
}

test('a network that is gone closes the connection at once, and its return opens a new one at once', async () => {
  const states = await connect();
  expect(states.at(-1)).toBe('open');

  window.dispatchEvent(new Event('offline'));

  expect(states.at(-1)).toBe('closed');
  await pass(0);
  expect(FakeSocket.opened).toHaveLength(1);
  window.dispatchEvent(new Event('online'));
  await pass(0);
  expect(FakeSocket.opened).toHaveLength(2);
  await acknowledge();
  expect(states.at(-1)).toBe('open');
});

test('a gateway that leaves a ping unanswered for 5 s is given up', async () => {
  const states = await connect();
  await pass(10_000);
  expect(lastSocket().sent).toEqual(['connection_init', 'subscribe', 'ping']);

  await pass(4_999);
  expect(states).not.toContain('closed');
  await pass(1);

  expect(states.at(-1)).toBe('closed');
  expect(lastSocket().readyState).toBe(FakeSocket.CLOSING);
});

test('a gateway that answers its pings keeps its connection', async () => {
  const states = await connect();

  for (let ping = 0; ping < 3; ping += 1) {
    await pass(10_000);
    lastSocket().receive('pong');
    await pass(0);
  }
  await pass(9_000);

  expect(states).not.toContain('closed');
  expect(FakeSocket.opened).toHaveLength(1);
});
