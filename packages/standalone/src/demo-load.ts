import { runMain } from '@intendant/kit/env';
import { loadWithProgress } from './demo/open-demo.ts';
import { readFleetState } from './demo/fleet-state.ts';
import { whileJobsRun, withPlatform } from './instance/with-platform.ts';
import { parseCommand } from './terminal/parse-command.ts';

const usage = `
Loads the demo fleet: 60 invented tenants with 90 days of activity, all marked as demo.

  npm run db:seed

Works on a running and on a stopped instance. A load that was interrupted goes on; a fleet that is there already
stays as it is. npm run demo:remove takes it away.
`;

await runMain(async () => {
  parseCommand({}, usage);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
  await withPlatform(async (platform, database) => {
    const state = await readFleetState(platform.demo.em.fork());
    if (state?.status === 'LOADED') {
      process.stdout.write('The demo fleet is loaded already.\n');
      return;
    }
    await whileJobsRun(platform, database, () => loadWithProgress(platform, stop.signal));
    if (stop.signal.aborted) {
      process.stdout.write('Interrupted; the same command goes on from here.\n');
      process.exitCode = 130;
    }
  });
});
process.exit();
