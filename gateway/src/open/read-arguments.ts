import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { errorCode, errorMessage } from '@intendant/kit/errors';
import { defaultLimits, type Limits } from '../limits/limits.ts';
import { UsageError } from './usage-error.ts';

export const usage = `
Serves any federated supergraph with Intendant's gateway, without a database, for conformance tests.

  npm run gateway -- --supergraph <file> --identity none --port <number>

  --supergraph <file>     The composed supergraph; its subgraphs are asked where @join__graph(url:) says
  --identity none         Nobody is authenticated, everybody may do everything
  --port <number>         The port to listen on (default 4000; 0 takes a free one)
  --host <address>        The address to listen on (default 127.0.0.1)
  --limit <name>=<n>      Another limit than the gateway's own; may be repeated. Names:
                          ${Object.keys(defaultLimits).join(', ')}

GraphQL is at /graphql over HTTP and WebSocket (graphql-transport-ws), probes at /healthz and /readyz.
Refuses to start with NODE_ENV=production.
`;

export interface OpenGatewayArguments {
  supergraphSdl: string;
  port: number;
  host: string;
  limits: Partial<Limits>;
}

/** The command line; null when it asks for help. Throws `UsageError` with one line that says what is wrong. */
export function readArguments(
  args: readonly string[],
  { nodeEnv, workingDirectory }: { nodeEnv: string | null; workingDirectory: string },
): OpenGatewayArguments | null {
  const values = parse(args);
  if (values.help) {
    return null;
  }
  if (values.identity !== 'none') {
    throw new UsageError(
      values.identity === undefined
        ? 'Say --identity none: this command serves without authenticating anybody. Try --help.'
        : `--identity ${values.identity} is not known here, only none; a gateway with identities is started by npm start.`,
    );
  }
  if (nodeEnv === 'production') {
    throw new UsageError(
      'A gateway with --identity none lets everybody do everything and does not start with NODE_ENV=production.',
    );
  }
  if (values.supergraph === undefined) {
    throw new UsageError('Say which supergraph to serve: --supergraph <file>. Try --help.');
  }
  return {
    supergraphSdl: readSupergraph(resolve(workingDirectory, values.supergraph)),
    port: wholeNumber('--port', values.port ?? '4000', 65_535),
    host: values.host ?? '127.0.0.1',
    limits: Object.fromEntries((values.limit ?? []).map(readLimit)),
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        supergraph: { type: 'string' },
        identity: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        limit: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
      strict: true,
    });
    return values;
  } catch (error) {
    const [reason] = errorMessage(error).split('. ');
    throw new UsageError(`${reason}. Try --help.`, { cause: error });
  }
}

function readSupergraph(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = errorCode(error) === 'ENOENT' ? 'There is no such file' : errorMessage(error);
    throw new UsageError(`The supergraph ${file} cannot be read: ${reason}.`, { cause: error });
  }
}

function readLimit(text: string): [string, number] {
  const [name = '', value = ''] = text.split('=');
  if (!Object.hasOwn(defaultLimits, name)) {
    throw new UsageError(
      `--limit ${text}: there is no limit “${name}”, only ${Object.keys(defaultLimits).join(', ')}.`,
    );
  }
  return [name, wholeNumber(`--limit ${name}`, value, Number.MAX_SAFE_INTEGER, 1)];
}

function wholeNumber(option: string, text: string, max: number, min = 0): number {
  const value = Number(text);
  if (text === '' || !Number.isInteger(value) || value < min || value > max) {
    throw new UsageError(`${option} needs a whole number from ${min} to ${max}; got “${text}”.`);
  }
  return value;
}
