import { runMain } from '@intendant/kit/env';
import { serveSubgraph } from '@intendant/kit/subgraph/serve';
import { readEnv } from './env.ts';
import { securityModule } from './subgraph.ts';

await runMain(async () => {
  await serveSubgraph(securityModule, readEnv());
});
