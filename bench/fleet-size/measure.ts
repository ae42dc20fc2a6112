import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { Pool } from 'undici';
import type { MeasuredProcess } from '../processes/measured-process.ts';

/** What a fleet of one size showed. */
export interface SizeResult {
  tenants: number;
  hourRows: number;
  databaseMb: number;
  uncachedMs: number[];
  cachedMs: number[];
  restMb: number;
  loadMb: number;
}

// What the subgraphs announce when the figures of a section changed; after each of these every section is stale.
const topics = [
  'health-changed',
  'platform-health-changed',
  'incidents-changed',
  'billing-changed',
  'sign-in-refused',
  'audit-appended',
];
// Longer than the 200 ms for which a section is not computed again under constant changes.
const quietMs = 300;

/** Asks one request after the other over one connection; every answer must be whole. */
export function createAsker(url: string, headers: Record<string, string>, body: string) {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: 1 });
  return {
    async ask(): Promise<number> {
      const sentAt = performance.now();
      const answer = await pool.request({ method: 'POST', path, headers, body });
      const text = await answer.body.text();
      const tookMs = performance.now() - sentAt;
      if (answer.statusCode !== 200 || text.includes('"errors":')) {
        throw new Error(`The overview was answered with ${answer.statusCode}: ${text.slice(0, 1_000)}`);
      }
      return tookMs;
    },
    close: () => pool.close(),
  };
}

type Asker = ReturnType<typeof createAsker>;

/** Latencies when everything the dashboard shows has just changed, so that each section is computed. */
export async function measureUncached(asker: Asker, client: pg.Client, requests: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let request = 0; request < requests; request += 1) {
    await pause(quietMs);
    for (const topic of topics) {
      await client.query(`select pg_notify('intendant', $1)`, [JSON.stringify({ topic, payload: null })]);
    }
    await pause(20);
    latencies.push(await asker.ask());
  }
  return latencies;
}

/** Latencies when nothing has changed. */
export async function measureCached(asker: Asker, requests: number): Promise<number[]> {
  await asker.ask();
  const latencies: number[] = [];
  for (let request = 0; request < requests; request += 1) {
    latencies.push(await asker.ask());
  }
  return latencies;
}

export async function memoryMb(process: MeasuredProcess): Promise<number> {
  return (await process.usage()).memoryMb;
}
