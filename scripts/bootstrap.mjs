// What stands behind every npm script: `node scripts/bootstrap.mjs <command> [arguments]`. It makes a fresh clone
// complete (dependencies, generated code, built output), each step only when its inputs changed, and then runs the
// real command in its place. It needs nothing but Node.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { single, validate } from './bootstrap/checks.mjs';
import { ensureBuilt, ensureGenerated } from './bootstrap/freshness.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';
import { fail, requireNode, root, run, runToEnd } from './bootstrap/processes.mjs';
import { test } from './bootstrap/test.mjs';
import { findChromium } from './find-chromium.mjs';

const fromSources = ['--conditions=source', '--import', 'tsx'];

/** Runs a built entry point of the standalone package as production would. */
async function runBuilt(name, args) {
  await ensureGenerated();
  await ensureBuilt();
  const entry = `packages/standalone/dist/${name}.js`;
  if (!existsSync(join(root, entry)))
    fail(`${entry} was not built: is there a packages/standalone/src/${name}.ts?`);
  await runToEnd([entry, ...args], { env: { NODE_ENV: 'production' } });
}

/** Measures what production runs, so everything is built first. */
async function bench(name, args) {
  await ensureGenerated();
  await ensureBuilt();
  await runToEnd(['--import', 'tsx', `bench/${name}.ts`, ...args], {
    env: { NODE_ENV: 'production', CHROMIUM_PATH: findChromium() ?? '' },
  });
}

/** The gateway alone, on any supergraph, for conformance tests; nothing but it and the kit has to be built. */
async function gateway(args) {
  await ensureBuilt({ only: ['@intendant/kit', '@intendant/gateway'] });
  await runToEnd(['gateway/dist/serve-supergraph.js', ...args]);
}

const commands = {
  start: (args) => runBuilt('start', args),
  key: (args) => runBuilt('key', args),
  gateway,
  replay: (args) => runBuilt('replay', args),
  backup: (args) => runBuilt('backup', args),
  restore: (args) => runBuilt('restore', args),
  migrate: (args) => runBuilt('migrate', args),
  'demo-load': (args) => runBuilt('demo-load', args),
  'demo-remove': (args) => runBuilt('demo-remove', args),
  'bench-overview': (args) => bench('overview', args),
  'bench-ingestion': (args) => bench('ingestion', args),
  'bench-fleet-size': (args) => bench('fleet-size', args),
  'bench-fan-out': (args) => bench('fan-out', args),
  'bench-browser': (args) => bench('browser', args),
  async dev(args) {
    await ensureGenerated();
    await runToEnd([...fromSources, 'packages/standalone/src/start.ts', ...args], {
      env: { NODE_ENV: process.env.NODE_ENV ?? 'development' },
    });
  },
  async generate(args) {
    if (args.includes('--check')) await run([...fromSources, 'scripts/generate.ts', ...args]);
    else await ensureGenerated({ force: true });
  },
  test,
  build: single('build'),
  lint: single('lint'),
  typecheck: single('typecheck'),
  validate,
};

requireNode(20, 19);
const [name, ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name ?? '') ? commands[name] : null;
if (!command) fail(`Unknown command ${name ?? '(none)'}. Commands: ${Object.keys(commands).join(', ')}`);
await ensureInstalled();
await command(args);
