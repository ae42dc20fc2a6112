import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 15_000;

export interface Usage {
  /** User and system time since the process started. */
  cpuMs: number;
  memoryMb: number;
}

/** A process of the system under test. */
export interface MeasuredProcess {
  readonly name: string;
  usage(): Promise<Usage>;
  /** Stops it as an operator would, with SIGTERM. */
  stop(): Promise<void>;
}

export interface StartOptions {
  name: string;
  /** What is run, as an import from here would name it. */
  entry: string;
  args?: readonly string[];
  env: Record<string, string>;
  /** Answers with 200 once the process serves. */
  readyUrl: string;
  /** Folder for a CPU profile of the whole run. */
  profileDir: string | null;
}

/** Starts a process and resolves once it serves. Throws with what it printed when it does not. */
export async function startProcess(options: StartOptions): Promise<MeasuredProcess> {
  const { name, readyUrl } = options;
  const child = forkNode(options.entry, {
    args: options.args ?? [],
    env: options.env,
    execArgv: [
      '--import',
      import.meta.resolve('./report-usage.mjs'),
      ...(options.profileDir === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profileDir}/${name}`]),
    ],
  });
  const printed = collectOutput(child);
  const giveUpAt = Date.now() + startTimeoutMs;
  while (!(await isReady(readyUrl))) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      child.kill('SIGKILL');
      throw new Error(`${name} did not start:\n${printed()}`);
    }
    await pause(50);
  }
  let isStopping = false;
  child.once('exit', (code, signal) => {
    if (!isStopping) {
      process.stderr.write(`${name} ended on its own (${signal ?? code}):\n${printed()}\n`);
    }
  });
  return {
    name,
    async usage() {
      child.send('cpu-usage');
      const [usage] = (await once(child, 'message')) as [Usage];
      return usage;
    },
    async stop() {
      isStopping = true;
      if (child.exitCode !== null || child.signalCode !== null) {
        return;
      }
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Runs a command to its end and returns what it wrote to standard output. Throws when it fails. */
export async function runCommand(
  entry: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<string> {
  const child = forkNode(entry, { args, env, execArgv: [] });
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    throw new Error(`${entry} ${args.join(' ')} failed:\n${errors}`);
  }
  return output;
}

function forkNode(
  entry: string,
  { args, env, execArgv }: { args: readonly string[]; env: Record<string, string>; execArgv: string[] },
): ChildProcess {
  return fork(fileURLToPath(import.meta.resolve(entry)), [...args], {
    execArgv: [...loaders(entry), ...execArgv],
    // Of our own environment only what finds programs: settings of this shell must not change what is measured.
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', LOG_LEVEL: 'warn', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
}

/** What was built runs bare, as production does; only sources, the benchmark's own among them, need our loader. */
function loaders(entry: string): readonly string[] {
  const isSource = process.execArgv.includes('--conditions=source') || entry.endsWith('.ts');
  return isSource ? process.execArgv : [];
}

function collectOutput(child: ChildProcess): () => string {
  const keep = 8_000;
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-keep)));
  }
  return () => text;
}

async function isReady(url: string): Promise<boolean> {
  try {
    // Apollo Server answers no request a browser could have been tricked into.
    const headers = { 'apollo-require-preflight': '1' };
    const { ok } = await fetch(url, { headers, signal: AbortSignal.timeout(2_000) });
    return ok;
  } catch {
    return false;
  }
}
