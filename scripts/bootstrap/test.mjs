// `npm test [jest arguments]`: prepares what the chosen tests need, then runs jest.
import { findChromium } from '../find-chromium.mjs';
import { ensureBuilt, ensureGenerated } from './freshness.mjs';
import { fail, runToEnd } from './processes.mjs';

export async function test(args) {
  await ensureGenerated();
  const projects = selectedProjects(args);
  const paths = args.filter((arg) => /[\\/]/.test(arg) && !arg.startsWith('-'));
  const mayRun = (project, folder) =>
    (projects === null || projects.includes(project)) &&
    (paths.length === 0 || paths.some((path) => path.includes(folder)));

  const extra = [];
  const runsJourneys = mayRun('e2e', 'e2e');
  const chromium = runsJourneys ? findChromium() : null;
  if (runsJourneys && !chromium) {
    if (process.env.CI === 'true' || projects?.includes('e2e')) {
      fail('No Chromium found for the browser journeys: install one, or name it in CHROMIUM_PATH.');
    }
    console.warn(
      '\n  NOTICE  The browser journeys are SKIPPED: no Chromium found (install one, or set CHROMIUM_PATH).\n',
    );
    extra.push('--ignoreProjects', 'e2e');
  }
  if (mayRun('api', 'e2e') || (runsJourneys && chromium)) await ensureBuilt();
  const jest = [
    '--conditions=source',
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
  ];
  await runToEnd([...jest, ...args, ...extra], {
    env: { NODE_ENV: 'test', ...(chromium ? { CHROMIUM_PATH: chromium } : {}) },
  });
}

/** The names after --selectProjects, or null when all projects run. */
function selectedProjects(args) {
  const start = args.indexOf('--selectProjects');
  if (start < 0) return null;
  const rest = args.slice(start + 1);
  const end = rest.findIndex((arg) => arg.startsWith('-'));
  return end < 0 ? rest : rest.slice(0, end);
}
