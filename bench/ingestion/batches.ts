import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { random } from '../load/random.ts';

/**
 * Whose events a batch holds: `application` is one tenant's application sending its own, `relay` a collector sending
 * those of the whole fleet as they come, mostly of a few busy tenants.
 */
export type Mix = 'application' | 'relay';

export interface BatchOptions {
  directory: string;
  slugs: readonly string[];
  mix: Mix;
  isCompressed: boolean;
  batches: number;
  source: string;
}

export const batchSize = 1_000;
const workflows = 20;
const spanMs = 25 * 60_000;

/** Writes the bodies of the batches to files and returns their names. */
export function writeBatches(options: BatchOptions): string[] {
  const { directory, batches, isCompressed } = options;
  const start = Date.now() - spanMs - 60_000;
  return Array.from({ length: batches }, (_, batch) => {
    const text = JSON.stringify(eventsOf(batch, start, options));
    const file = join(directory, `batch-${batch}`);
    // Compressed here, once: what is measured is the server.
    writeFileSync(file, isCompressed ? gzipSync(text, { level: constants.Z_BEST_SPEED }) : text);
    return file;
  });
}

function eventsOf(batch: number, start: number, { slugs, mix, source, batches }: BatchOptions): object[] {
  return Array.from({ length: batchSize }, (_, offset) => {
    const index = batch * batchSize + offset;
    const share = mix === 'application' ? random(batch, 1) : random(index, 2) ** 3;
    const hasFailed = index % 17 === 0;
    return {
      specversion: '1.0',
      id: randomUUID(),
      source,
      type: 'execution.finished',
      subject: slugs[Math.floor(share * slugs.length)],
      time: new Date(start + (index / (batches * batchSize)) * spanMs).toISOString(),
      data: {
        workflow: `workflow-${index % workflows}`,
        environment: 'production',
        outcome: hasFailed ? 'FAILED' : 'SUCCEEDED',
        durationMs: Math.round(Math.exp(random(index, 3) * 8)),
        ...(hasFailed && { errorCode: 'TIMEOUT', errorMessage: 'The upstream did not answer in time.' }),
      },
    };
  });
}
