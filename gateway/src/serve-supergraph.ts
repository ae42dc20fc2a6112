import { errorCode, errorMessage } from '@intendant/kit/errors';
import { runMain } from '@intendant/kit/env';
import { createLog } from '@intendant/kit/log';
import { readOpenGatewayEnv } from './env.ts';
import type { Gateway } from './gateway-options.ts';
import { serveGateway, type ServedGateway } from './http/serve-gateway.ts';
import { createOpenGateway } from './open/open-gateway.ts';
import { readArguments, usage } from './open/read-arguments.ts';
import { UsageError } from './open/usage-error.ts';

/** Any supergraph behind our gateway, for conformance tests: `npm run gateway -- --help`. */
async function main(): Promise<void> {
  const env = readOpenGatewayEnv();
  const options = readArguments(process.argv.slice(2), {
    nodeEnv: env.NODE_ENV ?? null,
    workingDirectory: env.INIT_CWD,
  });
  if (!options) {
    process.stdout.write(`${usage.trim()}\n`);
    return;
  }
  const { supergraphSdl, limits, port, host } = options;
  const log = createLog({ name: 'gateway', level: env.LOG_LEVEL });
  const gateway = await createOpenGateway({ supergraphSdl, limits, log });
  const server = await listen(gateway, port, host);
  process.stdout.write(`Serving http://${host}:${server.port}/graphql without identities\n`);

  let stopping: Promise<void> | null = null;
  const stop = (): void => {
    stopping ??= server.stop().then(() => gateway.close());
    void stopping.then(() => process.exit(0));
  };
  // `disconnect`: who started us is gone, and cannot pass signals on any more.
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
}

async function listen(gateway: Gateway, port: number, host: string): Promise<ServedGateway> {
  try {
    return await serveGateway(gateway, { port, host });
  } catch (error) {
    const reason = errorCode(error) === 'EADDRINUSE' ? 'the port is taken' : errorMessage(error);
    throw new UsageError(`Cannot listen on ${host}:${port}: ${reason}. Choose another with --port.`, {
      cause: error,
    });
  }
}

await runMain(main);
