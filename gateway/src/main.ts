import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runMain } from '@intendant/kit/env';
import { createIdentitySigner } from '@intendant/kit/identity/identity-token';
import { createLog } from '@intendant/kit/log';
import { createMetrics } from '@intendant/kit/metrics';
import { createPubSub } from '@intendant/kit/pubsub/pubsub';
import { createGateway } from './create-gateway.ts';
import { openGatewayDatabase } from './database/gateway-database.ts';
import { readGatewayEnv } from './env.ts';
import { loadPersistedDocuments } from './http/persisted-documents.ts';
import { createProxyHandler } from './http/proxy-handler.ts';
import { serveGateway } from './http/serve-gateway.ts';
import { restResources } from './rest/resources.ts';
import { createBalancedUpstream } from './upstream/balanced-upstream.ts';
import { createCallTokens } from './upstream/call-tokens.ts';
import { createRemoteUpstream } from './upstream/remote-upstream.ts';

// The same distance from src and from dist.
const root = join(import.meta.dirname, '../..');

/** The gateway as a process of its own, in front of subgraphs in theirs. */
async function main(): Promise<void> {
  const env = readGatewayEnv();
  const log = createLog({ name: 'gateway', level: env.LOG_LEVEL });
  const tokens = createCallTokens(createIdentitySigner(env.INTENDANT_IDENTITY_PRIVATE_KEY));
  const pubsub = createPubSub(env.DATABASE_URL, log);
  const database = await openGatewayDatabase({ url: env.DATABASE_URL, pubsub, log });
  const upstreams = Object.entries({
    tenants: env.TENANTS_URL,
    billing: env.BILLING_URL,
    health: env.HEALTH_URL,
    security: env.SECURITY_URL,
  }).map(([name, urls]) =>
    createBalancedUpstream(
      urls.map((url) => createRemoteUpstream({ name, url, tokens })),
      log,
    ),
  );
  const adminUi = env.ADMIN_UI_URL === undefined ? null : createProxyHandler(env.ADMIN_UI_URL);
  const gateway = await createGateway({
    supergraphSdl: readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'),
    upstreams,
    log,
    metrics: createMetrics({ service: 'gateway' }),
    pubsub,
    tokens: database.tokens,
    limits: database.limits,
    isReady: () => database.isReady(),
    persistedDocuments: loadPersistedDocuments(join(root, 'admin-ui/app/gql/persisted-documents.json')),
    rest: restResources,
    isIntrospectionAllowed: env.INTENDANT_INTROSPECTION,
    allowedOrigins: env.INTENDANT_ALLOWED_ORIGINS,
    trustProxy: env.INTENDANT_TRUST_PROXY,
    ...(adminUi && { adminUi }),
  });

  const server = await serveGateway(gateway, { port: env.PORT, host: env.HOST });
  log.info({ port: env.PORT }, 'serving');

  const stop = async (): Promise<void> => {
    log.info('stopping');
    await server.stop();
    await gateway.close();
    await Promise.all([...upstreams.map((upstream) => upstream.close()), adminUi?.close()]);
    await Promise.all([pubsub.close(), database.close()]);
    log.info('stopped');
  };
  process.once('SIGTERM', () => void stop()).once('SIGINT', () => void stop());
}

await runMain(main);
