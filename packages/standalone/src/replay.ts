import { resolve } from 'node:path';
import { runMain } from '@intendant/kit/env';
import { readReplayEnv } from './env.ts';
import { OperatorError } from './operator-error.ts';
import { readAzureTrace } from './replay/azure-trace.ts';
import { createIntendantClient } from './replay/intendant-client.ts';
import { openResumeFile } from './replay/resume-file.ts';
import { replayTrace, type ReplayReport } from './replay/replay-trace.ts';
import { parseCommand, wholeNumber } from './terminal/parse-command.ts';

const usage = `
Replays a trace in the format of the Azure Functions 2019 dataset through the public API.

  npm run replay -- <directory> [options]

The directory holds invocations.csv and durations.csv, plain or gzipped. Each HashOwner becomes a tenant, each
HashFunction a workflow, each invocation an execution. Sending the same trace again changes nothing; a run that was
interrupted goes on where it stopped.

  --url <address>        Where Intendant is (default http://localhost:4000)
  --key <api key>        A key with the scopes platform:read, tenants:read, tenants:write, health:read and
                         events:write (default: the variable INTENDANT_API_KEY)
  --start <date>         The UTC day the trace is mapped to (default: the latest on which it is over by now)
  --speed max            As fast as the server takes it (default), or events per second as a number
  --connections <n>      Requests at a time (default 4)
`;

async function main(): Promise<void> {
  const { values, positionals } = parseCommand(
    {
      url: { type: 'string', default: 'http://localhost:4000' },
      key: { type: 'string' },
      start: { type: 'string' },
      speed: { type: 'string', default: 'max' },
      connections: { type: 'string' },
    },
    usage,
  );
  const env = readReplayEnv();
  const apiKey = values.key ?? env.apiKey;
  const [directory, surplus] = positionals;
  if (directory === undefined || surplus !== undefined) {
    throw new OperatorError('Name one directory with invocations.csv and durations.csv. Try --help.');
  }
  if (!apiKey) {
    throw new OperatorError('Give an API key with --key or in INTENDANT_API_KEY. Try --help.');
  }
  const eventsPerSecond = values.speed === 'max' ? null : wholeNumber('--speed', values.speed);
  const connections = wholeNumber('--connections', values.connections, { max: 64 }) ?? 4;

  const trace = await readAzureTrace(resolve(env.workingDirectory, directory));
  const { minutes, functions, owners, invocations } = trace;
  say(
    `${count(invocations)} executions of ${count(functions.length)} functions and ${count(owners.length)} owners ` +
      `within ${count(minutes.length)} minutes.`,
  );
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
  const client = createIntendantClient({ url: values.url, apiKey, connections });
  try {
    const resumeFile = openResumeFile(env.dataDir, trace.fingerprint, values.url);
    const report = await replayTrace({
      trace,
      client,
      resumeFile,
      connections,
      eventsPerSecond,
      start: values.start,
      stop: stop.signal,
      say,
    });
    process.exitCode = printReport(report, invocations);
  } finally {
    await client.close();
  }
}

function printReport(report: ReplayReport, expected: number): number {
  const { sent, accepted, duplicates, seconds, counted, isComplete } = report;
  const rate = Math.round(sent / Math.max(seconds, 0.001));
  say(`Sent ${count(sent)} events in ${seconds.toFixed(1)} s (${count(rate)} a second).`);
  if (!isComplete) {
    say('Interrupted; the same command goes on from here.');
    return 130;
  }
  say(
    `Stored ${count(accepted)}, known before ${count(duplicates)}: ${count(accepted + duplicates)} together.`,
  );
  if (counted === null) {
    say('The API was not asked for its totals: the key lacks platform:read, tenants:read or health:read.');
  } else if (counted === expected) {
    say(`The API counts ${count(counted)} executions, as many as the trace. Verified.`);
  } else {
    say(`The API counts ${count(counted)} executions of these tenants; the trace has ${count(expected)}.`);
  }
  return accepted + duplicates === expected && (counted === null || counted >= expected) ? 0 : 1;
}

const count = (value: number): string => value.toLocaleString('en');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

await runMain(main);
