import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** How far a replay came: enough to send exactly the same batches from there on. */
export interface ReplayProgress {
  /** The instant 00:00 of the trace's day was mapped to. */
  dayStart: string;
  batchSize: number;
  /** Batches before this one are stored. */
  nextBatch: number;
  accepted: number;
  duplicates: number;
}

const schema = z.object({
  dayStart: z.iso.datetime(),
  batchSize: z.number().int().positive(),
  nextBatch: z.number().int().min(0),
  accepted: z.number().int().min(0),
  duplicates: z.number().int().min(0),
});

/** The progress of one trace against one server, in a small file. It may be lost: sending again changes nothing. */
export interface ResumeFile {
  read(): ReplayProgress | null;
  write(progress: ReplayProgress): void;
  remove(): void;
}

export function openResumeFile(dataDir: string, fingerprint: string, url: string): ResumeFile {
  const target = createHash('sha256').update(url).digest('hex').slice(0, 8);
  const path = join(dataDir, 'replay', `${fingerprint}-${target}.json`);
  return {
    read() {
      try {
        return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return null;
      }
    },
    write(progress) {
      mkdirSync(dirname(path), { recursive: true });
      // Renaming replaces it whole: a run that is killed leaves the old progress or the new.
      writeFileSync(`${path}.new`, JSON.stringify(progress));
      renameSync(`${path}.new`, path);
    },
    remove: () => rmSync(path, { force: true }),
  };
}
