import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { qualifiedName, type Table } from './read-catalog.ts';

export interface Copied {
  rows: number;
  /** Of the rows as `COPY` writes them. */
  sha256: string;
}

/**
 * What the text of values depends on, fixed for the transaction, so that the same rows always give the same bytes:
 * rows come in the order in which they were stored.
 */
export const copySettings = `
  set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local client_encoding = 'UTF8';
  set local synchronize_seqscans = off; set local search_path = pg_catalog; set local statement_timeout = 0`;

/** Writes a table's rows to a file, compressed, and flushes it to the disk. */
export async function copyToFile(client: pg.ClientBase, table: Table, file: string): Promise<Copied> {
  const rows = client.query(copyTo(`copy ${target(table)} to stdout`));
  const hash = createHash('sha256');
  // Level 1 takes a third of the time of level 6 for a tenth more space.
  await pipeline(
    rows,
    hashing(hash),
    createGzip({ level: 1 }),
    createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }),
  );
  return { rows: rows.rowCount, sha256: hash.digest('hex') };
}

/** Reads a table's rows again, to see that they are what they should be. */
export async function copyToHash(client: pg.ClientBase, table: Table): Promise<Copied> {
  const rows = client.query(copyTo(`copy ${target(table)} to stdout`));
  const hash = createHash('sha256');
  for await (const chunk of rows) {
    hash.update(chunk);
  }
  return { rows: rows.rowCount, sha256: hash.digest('hex') };
}

/** Loads the rows of a file into a table. */
export async function copyFromFile(client: pg.ClientBase, table: Table, file: string): Promise<Copied> {
  const rows = client.query(copyFrom(`copy ${target(table)} from stdin`));
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), createGunzip(), hashing(hash), rows);
  return { rows: rows.rowCount, sha256: hash.digest('hex') };
}

/** The checksum of the rows in a file. */
export async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk);
    }
  });
  return hash.digest('hex');
}

function hashing(hash: Hash): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

function target(table: Table): string {
  return `${qualifiedName(table)} (${table.columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;
}
