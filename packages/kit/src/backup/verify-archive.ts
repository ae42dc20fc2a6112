import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseModule } from '../database/database-module.ts';
import { platformModule } from '../database/platform-module.ts';
import { BackupError } from './backup-error.ts';
import { hashOfFile } from './copy-table.ts';
import { damaged, manifestFile, readManifest, tableFile, type Manifest } from './manifest.ts';

/**
 * Reads an archive from end to end and compares it with its manifest. Throws `BackupError` unless it is whole, unchanged,
 * and of a version these modules can bring up to date.
 */
export async function verifyArchive(archive: string, modules: readonly DatabaseModule[]): Promise<Manifest> {
  const manifest = await readManifest(archive);
  refuseUnknownMigrations(archive, manifest, modules);
  const expected = new Map(manifest.tables.map((table) => [tableFile(table), table.sha256]));
  const present = new Set(await readdir(archive));
  for (const file of [...expected.keys(), ...present]) {
    if (file !== manifestFile && !(present.has(file) && expected.has(file))) {
      throw damaged(archive, file);
    }
  }
  for (const [file, sha256] of expected) {
    let actual: string;
    try {
      actual = await hashOfFile(join(archive, file));
    } catch (error) {
      throw damaged(archive, file, error);
    }
    if (actual !== sha256) {
      throw damaged(archive, file);
    }
  }
  return manifest;
}

function refuseUnknownMigrations(
  archive: string,
  { migrations }: Manifest,
  modules: readonly DatabaseModule[],
): void {
  const known = new Map(
    [platformModule, ...modules].map((module) => [module.name, module.migrations.map(({ name }) => name)]),
  );
  for (const [schema, names] of Object.entries(migrations)) {
    // The queue's are compared with what is installed, because its library installs them.
    const unknown =
      schema === 'graphile_worker' ? [] : names.filter((name) => !known.get(schema)?.includes(name));
    if (unknown.length > 0 || (schema !== 'graphile_worker' && !known.has(schema))) {
      throw new BackupError(
        `${archive} was made by a version that knows more than this one (${schema}: ${unknown[0] ?? 'the schema itself'}); restore it with that version or a later one.`,
      );
    }
  }
}
