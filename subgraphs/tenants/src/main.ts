import { runMain } from '@intendant/kit/env';
import { serveSubgraph } from '@intendant/kit/subgraph/serve';
import { withBackups } from './backup/backup.jobs.ts';
import { readEnv } from './env.ts';
import { tenantsModule } from './subgraph.ts';

await runMain(async () => {
  const { backupTarget, ...env } = readEnv();
  await serveSubgraph(withBackups(tenantsModule, backupTarget), env);
});
