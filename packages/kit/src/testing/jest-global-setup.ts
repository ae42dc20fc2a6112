import { startTestServer, testServerVariable } from './test-server.ts';

/**
 * Starts the PostgreSQL server of the test run; the workers inherit its address. A run that was given a server, such as
 * the lane on the oldest supported PostgreSQL, uses that one.
 */
export default async function setUp(): Promise<void> {
  if (process.env[testServerVariable]) {
    return;
  }
  const server = await startTestServer();
  process.env[testServerVariable] = server.url();
  Object.assign(globalThis, { intendantTestServer: server });
}
