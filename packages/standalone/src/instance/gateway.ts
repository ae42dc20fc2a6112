import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAdminUiHandler } from '@intendant/admin-ui/handler';
import { createGateway } from '@intendant/gateway/create-gateway';
import { openGatewayDatabase } from '@intendant/gateway/database/gateway-database';
import type { Gateway } from '@intendant/gateway/gateway-options';
import { loadPersistedDocuments } from '@intendant/gateway/http/persisted-documents';
import { restResources } from '@intendant/gateway/rest/resources';
import { createInProcessUpstream } from '@intendant/gateway/upstream/in-process-upstream';
import { createMetrics } from '@intendant/kit/metrics';
import { registerMetrics } from '@intendant/kit/subgraph/register-metrics';
import { repositoryRoot, type StandaloneEnv } from '../env.ts';
import { inProcessFetch } from './in-process-fetch.ts';
import type { Platform } from './platform.ts';

/** The gateway with the admin UI beside it, both calling the modules of this process directly. */
export async function openGateway(
  platform: Platform,
  env: StandaloneEnv,
  isReady: () => Promise<boolean>,
): Promise<Gateway> {
  const { installation, pubsub } = platform;
  const log = platform.log.child({ module: 'gateway' });
  const database = await openGatewayDatabase({ url: installation.urlFor('gateway'), pubsub, log });
  const adminUi = await createAdminUiHandler({
    gatewayFetch: inProcessFetch(() => gateway),
    isProxyTrusted: env.trustProxy,
    isDevelopment: env.isDevelopment,
  });
  const metrics = createMetrics({ service: 'standalone' });
  platform.runtimes.forEach((runtime) => registerMetrics(runtime, metrics));
  const gateway = await createGateway({
    supergraphSdl: readFileSync(join(repositoryRoot, 'schema/supergraph.graphql'), 'utf8'),
    upstreams: platform.runtimes.map((runtime) => createInProcessUpstream(runtime.module.name, runtime)),
    log,
    metrics,
    pubsub,
    tokens: database.tokens,
    limits: database.limits,
    isReady,
    persistedDocuments: loadPersistedDocuments(
      join(repositoryRoot, 'admin-ui/app/gql/persisted-documents.json'),
    ),
    rest: restResources,
    isIntrospectionAllowed: env.isIntrospectionAllowed,
    allowedOrigins: env.origin === null ? [] : [env.origin],
    trustProxy: env.trustProxy,
    adminUi,
  });
  return {
    ...gateway,
    async close() {
      await gateway.close();
      await database.close();
    },
  };
}
