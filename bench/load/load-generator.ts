// A process of its own, so that making the load costs the measured processes nothing but the processor they share.
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import type { Load, LoadResult } from './load.ts';

const requestTimeoutMs = 60_000;

/** Keeps every connection busy with one request at a time until all have been answered. */
async function drive(load: Load): Promise<LoadResult> {
  const { url, headers, connections, requests, expectedStatus, refusedText } = load;
  const bodies = load.bodyFiles.map((file) => readFileSync(file));
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: requestTimeoutMs,
    bodyTimeout: requestTimeoutMs,
  });
  const latenciesMs: number[] = [];
  let next = 0;

  async function work(): Promise<void> {
    for (let index = next++; index < requests; index = next++) {
      const body = bodies[index % bodies.length] ?? null;
      const sentAt = performance.now();
      const answer = await pool.request({ method: 'POST', path, headers, body });
      const text = await answer.body.text();
      latenciesMs.push(performance.now() - sentAt);
      if (answer.statusCode !== expectedStatus || (refusedText !== null && text.includes(refusedText))) {
        throw new Error(`${url} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
      }
    }
  }

  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, () => work()));
  const seconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  return { latenciesMs, seconds };
}

process.on('message', (load: Load) => {
  drive(load).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ problem: error instanceof Error ? error.message : String(error) }),
  );
});
