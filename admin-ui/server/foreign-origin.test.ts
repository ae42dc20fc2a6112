import express from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseForeignOrigins } from './foreign-origin.ts';

let server: Server;
let base: string;

beforeAll(async () => {
  const app = express();
  app.set('trust proxy', false);
  app.use(refuseForeignOrigins);
  app.use((_request, response) => void response.send('done'));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

test.each([
  ['a form of this site', () => base, 200],
  ['a program without a browser', () => undefined, 200],
  ['a form of another site', () => 'https://evil.example', 403],
  ['a page without an origin', () => 'null', 403],
])('answers %s', async (_sender, origin, status) => {
  const from = origin();

  const response = await fetch(base, { method: 'POST', headers: from === undefined ? {} : { Origin: from } });

  expect(response.status).toBe(status);
});

test('lets anyone read', async () => {
  const response = await fetch(base, { headers: { Origin: 'https://evil.example' } });

  expect(response.status).toBe(200);
});
