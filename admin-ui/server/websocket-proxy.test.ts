import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { createWebSocketProxy } from './websocket-proxy.ts';

const servers: Server[] = [];

async function listen(server: Server): Promise<string> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startProxy(gateway: string): Promise<string> {
  const server = createServer();
  server.on('upgrade', createWebSocketProxy(`http://${gateway}`));
  return listen(server);
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

test('hands the socket of live updates to the gateway, with its cookie and protocol', async () => {
  const gatewayServer = createServer();
  const gateway = new WebSocketServer({
    server: gatewayServer,
    handleProtocols: () => 'graphql-transport-ws',
  });
  gateway.on('connection', (socket, request) => {
    socket.on('message', (data) => socket.send(`${String(request.headers.cookie)} said ${String(data)}`));
  });
  const proxy = await startProxy(await listen(gatewayServer));
  const client = new WebSocket(`ws://${proxy}/graphql`, 'graphql-transport-ws', {
    headers: { Cookie: 'session=1' },
  });
  await once(client, 'open');

  client.send('hello');
  const [answer] = (await once(client, 'message')) as [Buffer];

  expect(client.protocol).toBe('graphql-transport-ws');
  expect(String(answer)).toBe('session=1 said hello');
  client.terminate();
  gateway.close();
});

test('closes the browser side when the gateway closes', async () => {
  const gatewayServer = createServer();
  const gateway = new WebSocketServer({ server: gatewayServer });
  gateway.on('connection', (socket) => socket.close(4401, 'session ended'));
  const proxy = await startProxy(await listen(gatewayServer));
  const client = new WebSocket(`ws://${proxy}/graphql`);

  const [code] = (await once(client, 'close')) as [number];

  expect(code).toBe(4401);
  gateway.close();
});

test.each([
  ['/other', 404],
  ['/graphql', 502],
])('answers %s without a gateway behind it with %p', async (path, status) => {
  const proxy = await startProxy('127.0.0.1:1');
  const client = new WebSocket(`ws://${proxy}${path}`);

  const [error] = (await once(client, 'error')) as [Error];

  expect(error.message).toContain(String(status));
});
