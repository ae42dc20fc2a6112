import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';

const columns = 'tenant_id, occurred_at, type, source, id, received_at, data';
const dayMs = 86_400_000;

/** `COPY` of rows that were ingested into tables laid out like that of the raw events: partitions, types, index. */
export interface CopyBaseline {
  /** How many raw events the source sent, and the rows per second of copying them. */
  run(source: string): Promise<{ rows: number; atOnce: number; inBatches: number }>;
}

/** Makes one table for each way to copy. The client must be allowed to create a schema. */
export async function createCopyBaseline(client: pg.Client, batchSize: number): Promise<CopyBaseline> {
  await client.query('create schema bench');
  for (const table of ['at_once', 'in_batches']) {
    await client.query(`create table bench.${table} (like health.event) partition by range (occurred_at)`);
    await client.query(`create index on bench.${table} (tenant_id, occurred_at)`);
    for (const offset of [-1, 0, 1]) {
      const [day, next] = [offset, offset + 1].map((days) =>
        new Date(Date.now() + days * dayMs).toISOString().slice(0, 10),
      );
      await client.query(
        `create table bench.${table}_${offset + 1} partition of bench.${table}
         for values from ('${day} 00:00Z') to ('${next} 00:00Z')`,
      );
    }
  }

  async function copy(table: string, chunks: readonly Buffer[]): Promise<void> {
    await pipeline(Readable.from(chunks), client.query(from(`copy bench.${table} (${columns}) from stdin`)));
  }

  return {
    async run(source) {
      const rows = await readRows(client, source);
      // Joined beforehand: what is measured is the server.
      const batches = Array.from({ length: Math.ceil(rows.length / batchSize) }, (_, batch) =>
        Buffer.from(rows.slice(batch * batchSize, (batch + 1) * batchSize).join('')),
      );
      const atOnce = await rate(rows.length, () => copy('at_once', batches));
      const inBatches = await rate(rows.length, async () => {
        for (const batch of batches) {
          await copy('in_batches', [batch]);
        }
      });
      return { rows: rows.length, atOnce, inBatches };
    },
  };
}

/** The rows as COPY writes them, which is how it reads them. */
async function readRows(client: pg.Client, source: string): Promise<string[]> {
  const query = `select ${columns} from health.event where source = ${pg.escapeLiteral(source)}`;
  const chunks: Buffer[] = [];
  for await (const chunk of client.query(to(`copy (${query}) to stdout`))) {
    chunks.push(chunk as Buffer);
  }
  // A line break within a value is escaped, so every real one ends a row.
  return Buffer.concat(chunks)
    .toString()
    .split(/(?<=\n)/);
}

async function rate(count: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return count / ((performance.now() - startedAt) / 1000);
}
