import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { SubgraphModule } from '../subgraph/module.ts';
import { createCopiesModule } from '../testing/fixtures/copies-module.ts';
import { fillNotes } from '../testing/fixtures/fill-notes.ts';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { backUpDatabase, type Backup } from './back-up-database.ts';
import { readManifest, sealManifest, type Manifest } from './manifest.ts';
import { verifyArchive } from './verify-archive.ts';

// A module's own context is narrower than `Context`; the runtime gives each the one it declares.
const notes = notesModule as unknown as SubgraphModule;
const modules = [notes, createCopiesModule()];
const noteFile = 'notes.note.copy.gz';

let db: TestDatabase;
let directory: string;
let backup: Backup;

beforeAll(async () => {
  db = await startTestDatabase(modules);
  directory = await mkdtemp(join(tmpdir(), 'intendant-verify-'));
  await fillNotes(db);
  backup = await backUpDatabase({ url: db.urlFor('backup'), directory, now: db.clock.now() });
});
afterAll(async () => {
  await db.close();
  await rm(directory, { recursive: true });
});

/** A copy of the archive, to be spoilt. */
async function aCopy(): Promise<string> {
  const copy = join(directory, `copy-${randomUUID()}`);
  await cp(backup.path, copy, { recursive: true });
  return copy;
}

async function rewriteManifest(archive: string, change: (manifest: Manifest) => Manifest): Promise<void> {
  await writeFile(join(archive, 'manifest.json'), sealManifest(change(await readManifest(archive))));
}

describe('an archive', () => {
  it('that is whole tells what is in it', async () => {
    expect(await verifyArchive(backup.path, modules)).toEqual(backup.manifest);
  });

  const spoilt: [string, (archive: string) => Promise<unknown>][] = [
    ['is cut short', (archive) => truncate(join(archive, noteFile), 40)],
    ['has a changed byte', (archive) => flipByte(join(archive, noteFile))],
    [
      'has other rows',
      async (archive) => {
        const file = join(archive, noteFile);
        const rows = gunzipSync(await readFile(file)).toString();
        await writeFile(file, gzipSync(rows.replace('plain', 'plane')));
      },
    ],
    ['lacks a table', (archive) => rm(join(archive, noteFile))],
    ['has a table too many', (archive) => cp(join(archive, noteFile), join(archive, 'notes.more.copy.gz'))],
    [
      'has a changed manifest',
      async (archive) => {
        const file = join(archive, 'manifest.json');
        await writeFile(file, (await readFile(file, 'utf8')).replace(/"rows": 4/, '"rows": 5'));
      },
    ],
    ['has half a manifest', (archive) => truncate(join(archive, 'manifest.json'), 500)],
  ];

  it.each(spoilt)('that %s is refused', async (_, spoil) => {
    const archive = await aCopy();
    await spoil(archive);

    await expect(verifyArchive(archive, modules)).rejects.toThrow(/is damaged: .* Nothing was restored/);
  });

  it('of a later version is refused', async () => {
    const archive = await aCopy();
    await rewriteManifest(archive, (manifest) => ({
      ...manifest,
      migrations: { ...manifest.migrations, notes: ['Migration20990101000000_unknown'] },
    }));

    await expect(verifyArchive(archive, modules)).rejects.toThrow(
      /knows more than this one \(notes: Migration20990101000000_unknown\)/,
    );
    await expect(verifyArchive(backup.path, [notes])).rejects.toThrow(/knows more than this one \(copies: /);
  });

  it('of another format is refused', async () => {
    const archive = await aCopy();
    const file = join(archive, 'manifest.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"formatVersion": 1', '"formatVersion": 2'));

    await expect(verifyArchive(archive, modules)).rejects.toThrow(/has format 2; this version .* format 1/);
  });

  it('is a folder with a manifest', async () => {
    await expect(verifyArchive(directory, modules)).rejects.toThrow(
      /is no backup: it holds no manifest.json/,
    );
  });
});

async function flipByte(file: string): Promise<void> {
  const bytes = await readFile(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
  await writeFile(file, bytes);
}
