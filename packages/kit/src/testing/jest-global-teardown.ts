import type { EmbeddedPostgres } from '../embedded-postgres/embedded-postgres.ts';

/** Stops the PostgreSQL server of the test run. */
export default async function tearDown(): Promise<void> {
  const { intendantTestServer: server } = globalThis as { intendantTestServer?: EmbeddedPostgres };
  await server?.stop();
}
