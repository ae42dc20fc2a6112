import { runMain } from '@intendant/kit/env';
import { serveSubgraph } from '@intendant/kit/subgraph/serve';
import { readEnv } from './env.ts';
import { billingModule } from './subgraph.ts';

await runMain(async () => {
  await serveSubgraph(billingModule, readEnv());
});
