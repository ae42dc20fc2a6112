import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BackupError } from './backup-error.ts';

export const manifestFile = 'manifest.json';

const formatVersion = 1;

// What a restore puts into SQL is quoted there; the names also name files.
const name = z.string().regex(/^[\w$-]+$/);

const tableSchema = z.strictObject({
  schema: name,
  name,
  /** Without generated columns. */
  columns: z.array(z.string()).min(1),
  /** For a partition: the table it is part of, in the same schema, and the bound it holds. */
  partition: z.strictObject({ of: name, bound: z.string() }).nullable(),
  rows: z.number().int().min(0),
  /** Of the rows as `COPY` writes them, before compression. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const sequenceSchema = z.strictObject({
  schema: name,
  name,
  lastValue: z.string().regex(/^-?\d+$/),
  isCalled: z.boolean(),
});

const contentSchema = z.strictObject({
  format: z.literal('intendant-control-database'),
  formatVersion: z.literal(formatVersion),
  database: z.string(),
  takenAt: z.iso.datetime(),
  postgresVersion: z.string(),
  /** Names of the migrations that had run, by schema; those of graphile-worker are numbers. */
  migrations: z.record(name, z.array(z.string())),
  tables: z.array(tableSchema),
  sequences: z.array(sequenceSchema),
});

export type Manifest = z.infer<typeof contentSchema>;
export type ArchivedTable = z.infer<typeof tableSchema>;
export type ArchivedSequence = z.infer<typeof sequenceSchema>;

export function newManifest(content: Omit<Manifest, 'format' | 'formatVersion'>): Manifest {
  return { format: 'intendant-control-database', formatVersion, ...content };
}

/** The manifest as a file's text, sealed with a checksum of its own. */
export function sealManifest(manifest: Manifest): string {
  return `${JSON.stringify({ ...manifest, sha256: checksum(manifest) }, null, 2)}\n`;
}

/** The manifest of an archive. Throws `BackupError` for what is no archive, is damaged, or is of another format. */
export async function readManifest(archive: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(join(archive, manifestFile), 'utf8');
  } catch (error) {
    throw new BackupError(`${archive} is no backup: it holds no ${manifestFile} that can be read.`, {
      cause: error,
    });
  }
  const { sha256, ...content } = parseObject(archive, text);
  if (content['format'] === 'intendant-control-database' && content['formatVersion'] !== formatVersion) {
    throw new BackupError(
      `${archive} has format ${String(content['formatVersion'])}; this version of Intendant reads format ${formatVersion}.`,
    );
  }
  const parsed = contentSchema.safeParse(content);
  if (!parsed.success || checksum(parsed.data) !== sha256) {
    throw damaged(archive, manifestFile);
  }
  return parsed.data;
}

export function damaged(archive: string, file: string, cause?: unknown): BackupError {
  return new BackupError(
    `The archive ${archive} is damaged: ${file} is not what was backed up. Nothing was restored.`,
    { cause },
  );
}

/** The file that holds a table's rows. */
export function tableFile({ schema, name: table }: { schema: string; name: string }): string {
  return `${schema}.${table}.copy.gz`;
}

function parseObject(archive: string, text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (error) {
    throw damaged(archive, manifestFile, error);
  }
}

function checksum(manifest: Manifest): string {
  // The schema's order, so that it does not depend on the file's.
  return createHash('sha256')
    .update(JSON.stringify(contentSchema.parse(manifest)))
    .digest('hex');
}
