import { runMain } from '@intendant/kit/env';
import { serveSubgraph } from '@intendant/kit/subgraph/serve';
import { readEnv } from './env.ts';
import { healthModule } from './subgraph.ts';

await runMain(async () => {
  await serveSubgraph(healthModule, readEnv());
});
