import { startTestServer, testServerVariable } from '@intendant/kit/testing/test-server';

let stopServer: (() => Promise<void>) | null = null;

/** The PostgreSQL server of this run: the one the unit tests started, or one of our own. */
export const testServer = {
  async start(): Promise<void> {
    if (!process.env[testServerVariable]) {
      const server = await startTestServer();
      process.env[testServerVariable] = server.url();
      stopServer = () => server.stop();
    }
  },
  async stop(): Promise<void> {
    await stopServer?.();
  },
};
