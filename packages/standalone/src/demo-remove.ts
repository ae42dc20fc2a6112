import { runMain } from '@intendant/kit/env';
import { removeFleet } from './demo/remove-fleet.ts';
import { waitForJobs } from './demo/wait-for-jobs.ts';
import { whileJobsRun, withPlatform } from './instance/with-platform.ts';
import { parseCommand } from './terminal/parse-command.ts';

const usage = `
Removes the demo fleet with everything that belongs to it, and nothing else.

  npm run demo:remove

Works on a running and on a stopped instance. npm run db:seed brings it back.
`;

await runMain(async () => {
  parseCommand({}, usage);
  await withPlatform((platform, database) =>
    whileJobsRun(platform, database, async () => {
      const { tenants, users } = await removeFleet(platform);
      const isEverywhere = await waitForJobs(platform);
      process.stdout.write(`Removed ${tenants} demo tenants and ${users} demo users.\n`);
      if (!isEverywhere) {
        process.stdout.write('Some figures follow as soon as an instance runs its jobs again.\n');
      }
    }),
  );
});
process.exit();
