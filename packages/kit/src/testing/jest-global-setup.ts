import { startTestServer, testServerVariable } from './test-server.ts';

/** Starts the PostgreSQL server of the test run; the workers inherit its address. */
export default async function setUp(): Promise<void> {
  const server = await startTestServer();
  process.env[testServerVariable] = server.url();
  Object.assign(globalThis, { intendantTestServer: server });
}
