import pg from 'pg';
import { testServerUrl } from '@intendant/kit/testing/test-server';

/** An empty database of its own on the test server; dropped with the roles that were made for it. */
export async function createDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const serverUrl = await testServerUrl();
  const name = `test_${process.pid}_${Date.now().toString(36)}`;
  await onServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: async () => {
      await onServer(serverUrl, `drop database if exists ${name} with (force)`);
      for (const role of ['tenants', 'billing', 'health', 'security', 'gateway', 'demo', 'jobs', 'backup']) {
        await onServer(serverUrl, `drop role if exists ${name}_${role}`);
      }
    },
  };
}

/** Runs a statement as an administrator. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
