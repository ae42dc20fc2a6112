// Starting child processes the way the bootstrap needs it, and ending with one clear line when something is wrong.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export function fail(message) {
  console.error(message);
  process.exit(1);
}

export function requireNode(major, minor) {
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  fail(
    `Intendant needs Node ${major}.${minor} or newer; this is ${process.version}. Install a newer Node and retry.`,
  );
}

// How to reach a registry is the machine's business and stays; everything else an outer npm exports (flags, lifecycle
// names, package fields) would leak into a nested npm and into what we start.
const connection =
  /^npm_config_(registry|.*proxy|ca|cafile|cache|userconfig|globalconfig|strict_ssl|(prefer_)?offline)$/i;

export function cleanEnv(extra = {}) {
  const kept = Object.entries(process.env).filter(([key]) => !/^npm_/i.test(key) || connection.test(key));
  return { ...Object.fromEntries(kept), ...extra };
}

/** Runs Node with these arguments in the root folder; a failure ends this process with the child's exit code. */
export async function run(args, options = {}) {
  const code = await exitCodeOf(args, options);
  if (code !== 0) process.exit(code);
}

/** Runs Node with these arguments as what this process was started for: its exit code becomes ours. */
export async function runToEnd(args, options = {}) {
  process.exit(await exitCodeOf(args, options));
}

/**
 * Runs Node with these arguments and resolves to its exit code (128 + n when a signal ended it). Signals sent to this
 * process are passed on. The IPC channel tells the child, by its `disconnect` event, when this process was killed.
 */
export function exitCodeOf(args, { env = {} } = {}) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: cleanEnv(env),
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    const stop = (signal) => {
      // Ctrl-C in a terminal reaches the whole group; passing it on would make the child see it twice.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, stop);
    const watch = onOuterNpmGone(() => child.kill('SIGTERM'));
    child.on('error', (error) => fail(`Cannot start ${args.join(' ')}: ${error.message}`));
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, stop);
      clearInterval(watch);
      done(code ?? 128 + (constants.signals[signal] ?? 1));
    });
  });
}

/**
 * npm starts us through a shell, to which alone it passes signals, and which dies of them without telling us; a killed
 * npm tells nobody at all. Both would leave us running without an owner, so the owner is watched.
 */
function onOuterNpmGone(action) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const shell = process.ppid;
  const npm = parentOf(shell);
  const timer = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(timer);
    action();
  }, 200);
  return timer.unref();
}

/** The parent of another process; only Linux tells it without running a program, elsewhere the shell alone is watched. */
function parentOf(pid) {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return null;
  return /^PPid:\s*(\d+)/m.exec(readFileSync(status, 'utf8'))?.[1] ?? null;
}

/** Runs a command silently and resolves to its exit code and everything it printed. */
export function capture(command, args, { env = cleanEnv() } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => done({ code: 1, output: error.message }));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

/** Prints what is being done, and afterwards how long it took, on one line. */
export async function step(label, work) {
  const startedAt = Date.now();
  process.stdout.write(`${label} … `);
  const { code, output } = await work();
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(code === 0 ? `done in ${seconds} s` : `failed after ${seconds} s`);
  if (code === 0) return;
  console.error(output.trimEnd());
  process.exit(code);
}
