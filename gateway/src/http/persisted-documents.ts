import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** Documents clients may name instead of sending them: SHA-256 of the text in hexadecimal → text. */
export type PersistedDocuments = ReadonlyMap<string, string>;

const manifest = z.record(z.string(), z.string());

/**
 * Reads the manifest the admin UI's code generation writes (hash → text); none when the file does not exist. Each
 * document is also known by the SHA-256 of its text, whatever hash the manifest uses.
 */
export function loadPersistedDocuments(file: string): PersistedDocuments {
  if (!existsSync(file)) {
    return new Map();
  }
  const entries = Object.entries(manifest.parse(JSON.parse(readFileSync(file, 'utf8'))));
  return new Map(
    entries.flatMap(([id, text]) => [
      [id, text],
      [createHash('sha256').update(text).digest('hex'), text],
    ]),
  );
}

/** The id of a `documentId`, with or without the prefix that names its hash. */
export function documentIdOf(value: string): string {
  return value.replace(/^sha256:/, '');
}
