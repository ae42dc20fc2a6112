// Everything that can be wrong without running a test: single checks (`npm run lint`), and all of them
// (`npm run validate`).
import { ensureGenerated } from './freshness.mjs';
import { exitCodeOf } from './processes.mjs';

const tsc = ['node_modules/typescript/bin/tsc', '--noEmit', '-p'];
const prettier = ['node_modules/prettier/bin/prettier.cjs', '--log-level', 'warn'];

/** Each is one or more commands for Node; the first that fails ends the check. */
const commands = {
  generate: [['--conditions=source', '--import', 'tsx', 'scripts/generate.ts', '--check']],
  'format:check': [[...prettier, '--check', '.']],
  lint: [['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']],
  typecheck: [
    [...tsc, 'tsconfig.json'],
    [...tsc, 'admin-ui/tsconfig.json'],
  ],
  build: [['node_modules/lerna/dist/cli.js', 'run', 'build']],
};

/** Resolves to the exit code of the check. */
async function check(name, args = []) {
  for (const command of commands[name]) {
    const code = await exitCodeOf([...command, ...args], { env: { NX_TUI: 'false' } });
    if (code !== 0) return code;
  }
  return 0;
}

/** The command of a single check, with what it needs generated before. */
export function single(name) {
  return async (args) => {
    await ensureGenerated();
    process.exit(await check(name, args));
  };
}

export async function validate() {
  const startedAt = Date.now();
  for (const name of Object.keys(commands)) {
    const checkStartedAt = Date.now();
    console.log(`\n── ${name}`);
    const code = await check(name);
    const seconds = ((Date.now() - checkStartedAt) / 1000).toFixed(1);
    if (code !== 0) {
      console.error(`\nvalidate: ${name} failed after ${seconds} s`);
      process.exit(code);
    }
    console.log(`── ${name}: ok in ${seconds} s`);
    // The committed files are current; what follows also needs those that are not committed.
    if (name === 'generate') await ensureGenerated();
  }
  console.log(`\nvalidate: all passed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}
