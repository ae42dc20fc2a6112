import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

export const repositoryRoot = join(import.meta.dirname, '../..');

/** A process of ours with everything it printed. */
export interface Service {
  readonly pid: number;
  /** What it printed so far, both streams. */
  output(): string;
  /** The exit code once it has ended; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Asks it to stop and waits for the end; a process that does not stop within 20 s is killed and an error. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

export interface ServiceOptions {
  /** Entry point, relative to the repository: a source as in development, or what was built of it (`dist/….js`). */
  script: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

const fromSources = ['--conditions=source', '--import', 'tsx'];
const running = new Set<ChildProcess>();
// A run that is interrupted leaves nothing behind.
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Starts a process with the given environment and nothing of ours but the path. */
export function startService({ script, args = [], env = {} }: ServiceOptions): Service {
  const child = spawn(
    process.execPath,
    [...(script.endsWith('.ts') ? fromSources : []), join(repositoryRoot, script), ...args],
    {
      cwd: repositoryRoot,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test', LOG_LEVEL: 'warn', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return serviceOf(child, script);
}

/** A process that was started with its output piped. */
export function serviceOf(child: ChildProcessByStdio<null, Readable, Readable>, name: string): Service {
  running.add(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    exited,
    kill: (signal) => void child.kill(signal),
    async stop() {
      child.kill('SIGTERM');
      const isStopped = await Promise.race([exited.then(() => true), pause(20_000, false, { ref: false })]);
      if (!isStopped) {
        child.kill('SIGKILL');
        throw new Error(`${name} did not stop:\n${output}`);
      }
    },
  };
}

/** Runs a command to its end. */
export async function runCommand(options: ServiceOptions): Promise<{ code: number | null; output: string }> {
  const service = startService(options);
  const code = await service.exited;
  return { code, output: service.output() };
}

/** The same, and throws what it printed unless it succeeds. */
export async function runOrThrow(options: ServiceOptions): Promise<string> {
  const { code, output } = await runCommand(options);
  if (code !== 0) {
    throw new Error(`${options.script} ended with ${code}:\n${output}`);
  }
  return output;
}

/** A dozen processes that start from their sources at once keep a small machine busy for long. */
const patienceMs = 150_000;

/** Resolves once the address answers with 200; throws what the process printed when it ends first. */
export async function waitUntilReady(url: string, service: Service): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  let hasEnded = false;
  void service.exited.then(() => (hasEnded = true));
  while (Date.now() < giveUpAt && !hasEnded) {
    const isReady = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) {
      return;
    }
    await pause(50);
  }
  throw new Error(`${url} ${hasEnded ? 'has ended' : 'is not ready in time'}:\n${service.output()}`);
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
