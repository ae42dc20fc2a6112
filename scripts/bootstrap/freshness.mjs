// Decides by content, not by time, what has to be generated or built again, so that a warm start costs milliseconds
// and switching branches never runs stale output. Stamps live beside node_modules' other caches and vanish with it.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { capture, cleanEnv, root, step } from './processes.mjs';

const stampFolder = join(root, 'node_modules/.cache/intendant');
const notSources = new Set(['node_modules', 'dist', 'build', '.vite', '.cache', 'coverage', 'testing']);

/** Runs the code generator when the SDL, its configuration or a GraphQL operation of the admin UI changed. */
export async function ensureGenerated({ force = false } = {}) {
  const outputs = ['tenants', 'billing', 'health', 'security'].map(
    (name) => `subgraphs/${name}/src/generated/resolvers.ts`,
  );
  outputs.push('admin-ui/app/gql/graphql.ts', 'schema/supergraph.graphql', 'schema/api.graphql');
  const isComplete = outputs.every((file) => existsSync(join(root, file)));
  if (!force && isComplete && readStamp('generated') === generatorInputs()) return;
  await step('Generating code from schema/', () =>
    capture(process.execPath, ['--conditions=source', '--import', 'tsx', 'scripts/generate.ts']),
  );
  writeStamp('generated', generatorInputs());
}

/** Builds the packages whose sources differ from what their last build was made of; all of them unless told which. */
export async function ensureBuilt({ only } = {}) {
  const stale = workspaces()
    .filter(({ name }) => only?.includes(name) ?? true)
    .map(({ name, folder }) => ({ name, folder, sources: sourcesOf(folder) }))
    .filter(({ name, folder, sources }) => !isBuilt(folder) || readStamp(name) !== sources);
  if (stale.length === 0) return;
  const label = stale.length === 1 ? stale[0].name : `${stale.length} packages`;
  await step(`Building ${label}`, () => build(stale.map(({ name }) => name)));
  // What was hashed before the build: a file edited meanwhile makes the package stale again.
  for (const { name, sources } of stale) writeStamp(name, sources);
}

function build(names) {
  const args = [
    'node_modules/lerna/dist/cli.js',
    'run',
    'build',
    ...names.flatMap((name) => ['--scope', name]),
  ];
  return capture(process.execPath, args, { env: cleanEnv({ NODE_ENV: 'production', NX_TUI: 'false' }) });
}

function workspaces() {
  const folders = ['packages', 'subgraphs'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  );
  return [...folders, 'gateway', 'admin-ui']
    .map((folder) => ({ folder: join(root, folder), manifest: join(root, folder, 'package.json') }))
    .filter(({ manifest }) => existsSync(manifest))
    .map(({ folder, manifest }) => ({ folder, name: JSON.parse(readFileSync(manifest, 'utf8')).name }));
}

function isBuilt(folder) {
  const isRemix = existsSync(join(folder, 'app'));
  return (
    existsSync(join(folder, 'dist/.build-stamp')) &&
    (!isRemix || existsSync(join(folder, 'build/server/index.js')))
  );
}

function generatorInputs() {
  const hash = createHash('sha256').update(process.version);
  const config = ['codegen.yml', 'scripts/generate.ts'].map((file) => join(root, file));
  const mappers = readdirSync(join(root, 'subgraphs')).map((name) =>
    join(root, 'subgraphs', name, 'src/mappers.json'),
  );
  for (const file of [...config, ...mappers, ...filesOf(join(root, 'schema'))]) {
    if (existsSync(file)) add(hash, file, readFileSync(file));
  }
  for (const file of filesOf(join(root, 'admin-ui/app'))) {
    const content = readFileSync(file);
    // Only files with operations matter; other changes of the UI do not reach the generated code.
    if (/\.tsx?$/.test(file) && content.includes('graphql(')) add(hash, file, content);
  }
  return hash.digest('hex');
}

function sourcesOf(folder) {
  const hash = createHash('sha256').update(process.version);
  for (const script of ['scripts/build-package.mjs', 'package-lock.json']) {
    add(hash, join(root, script), readFileSync(join(root, script)));
  }
  for (const file of filesOf(folder)) {
    if (!/\.test\.tsx?$/.test(file)) add(hash, file, readFileSync(file));
  }
  return hash.digest('hex');
}

function add(hash, file, content) {
  hash.update(`\0${relative(root, file)}\0`).update(content);
}

function filesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !notSources.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesOf(path) : entry.isFile() ? [path] : [];
    })
    .sort();
}

function stampPath(name) {
  return join(stampFolder, `${name.replace(/[^a-z0-9-]+/g, '_')}.stamp`);
}

function readStamp(name) {
  return existsSync(stampPath(name)) ? readFileSync(stampPath(name), 'utf8') : null;
}

function writeStamp(name, value) {
  mkdirSync(dirname(stampPath(name)), { recursive: true });
  writeFileSync(stampPath(name), value);
}
