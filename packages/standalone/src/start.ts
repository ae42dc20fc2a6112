import { runMain } from '@intendant/kit/env';
import { createLog } from '@intendant/kit/log';
import { readEnv } from './env.ts';
import { startInstance, type Instance } from './instance/start-instance.ts';
import { parseCommand, wholeNumber } from './terminal/parse-command.ts';
import { banner } from './terminal/banner.ts';

const usage = `
Starts Intendant: admin UI, API and database in one process.

  npm start -- [options]

  --port <number>   The port to listen on (default 4000, or the variable PORT)
  --empty           Do not load the demo fleet into an empty database

The configuration comes from environment variables; README.md lists them.
`;

const forcedExitCode = 130;

async function main(): Promise<void> {
  const { values } = parseCommand(
    { port: { type: 'string' }, empty: { type: 'boolean', default: false } },
    usage,
  );
  const env = readEnv();
  const port = wholeNumber('--port', values.port, { min: 0, max: 65_535 }) ?? env.port;
  const log = createLog({ name: 'intendant', level: env.logLevel });
  const stop = new AbortController();
  const starting = startInstance(
    { ...env, port },
    {
      withDemo: !values.empty,
      log,
      announce: (facts) => process.stdout.write(banner(facts)),
      stop: stop.signal,
    },
  );
  const ended = stopOnSignal(starting, stop);
  await starting;
  await ended;
}

/** Resolves once the instance has stopped. The second signal does not wait for that. */
function stopOnSignal(starting: Promise<Instance | null>, stop: AbortController): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      if (stop.signal.aborted) {
        process.exit(forcedExitCode);
      }
      stop.abort();
      starting.then(async (instance) => instance?.close()).then(resolve, reject);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, end);
    }
    // Who started us is gone, and cannot pass signals on any more.
    process.once('disconnect', end);
    starting.catch(() => {});
  });
}

await runMain(main);
process.exit(0);
