// `npm run validate`: everything that can be wrong without running a test, the cheapest first.
import { ensureGenerated } from './freshness.mjs';
import { exitCodeOf } from './processes.mjs';

const steps = [
  ['generate', ['--conditions=source', '--import', 'tsx', 'scripts/generate.ts', '--check']],
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['lint', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']],
  ['typecheck', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json']],
  ['typecheck admin-ui', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'admin-ui/tsconfig.json']],
  ['build', ['node_modules/lerna/dist/cli.js', 'run', 'build']],
];

export async function validate() {
  const startedAt = Date.now();
  for (const [name, args] of steps) {
    const stepStartedAt = Date.now();
    console.log(`\n── ${name}`);
    const code = await exitCodeOf(args, { env: { NX_TUI: 'false' } });
    const seconds = ((Date.now() - stepStartedAt) / 1000).toFixed(1);
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
