// `npm test [jest arguments]`: prepares what the chosen tests need, then runs jest.
import { spawnSync } from 'node:child_process';
import { findChromium } from '../find-chromium.mjs';
import { ensureBuilt, ensureGenerated } from './freshness.mjs';
import { fail, runToEnd } from './processes.mjs';

const allProjects = ['unit', 'ui', 'api', 'distributed', 'e2e'];

export async function test(given) {
  await ensureGenerated();
  const { projects, args } = splitProjects(given);
  const patterns = args.filter((arg) => !arg.startsWith('-'));
  // Only a pattern that is a path of another folder rules the end-to-end tests out.
  const mayRun = (project) =>
    projects.includes(project) &&
    patterns.every((pattern) => !/^(\.\/)?(packages|subgraphs|gateway|admin-ui|scripts)\//.test(pattern));

  let selected = projects;
  const chromium = mayRun('e2e') ? findChromium() : null;
  if (mayRun('e2e') && !chromium) {
    if (process.env.CI === 'true' || projects.length === 1) {
      fail('No Chromium found for the browser journeys: install one, or name it in CHROMIUM_PATH.');
    }
    console.warn(
      '\n  NOTICE  The browser journeys are SKIPPED: no Chromium found (install one, or set CHROMIUM_PATH).\n',
    );
    selected = projects.filter((project) => project !== 'e2e');
  }
  if (mayRun('distributed') && spawnSync('haproxy', ['-v']).status !== 0) {
    if (process.env.CI === 'true') fail('No haproxy found for the tests of the distributed form.');
    console.warn(
      '\n  NOTICE  The tests of two gateways behind a proxy are SKIPPED: haproxy is not installed.\n',
    );
    selected = selected.filter((project) => project !== 'distributed');
  }
  if (mayRun('api') || mayRun('distributed') || chromium) await ensureBuilt();
  const jest = [
    '--conditions=source',
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
  ];
  await runToEnd([...jest, ...args, '--selectProjects', ...selected], {
    env: { NODE_ENV: 'test', ...(chromium ? { CHROMIUM_PATH: chromium } : {}) },
  });
}

/** jest takes every word after --selectProjects for a project; here a word that names none is a pattern again. */
function splitProjects(given) {
  const at = given.indexOf('--selectProjects');
  if (at < 0) return { projects: allProjects, args: given };
  const isProject = (arg, index) => index > at && allProjects.includes(arg);
  return {
    projects: given.filter(isProject),
    args: given.filter((arg, index) => index !== at && !isProject(arg, index)),
  };
}
