import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireInstanceLock, readInstanceState } from './instance-lock.ts';

const modulePath = join(import.meta.dirname, 'instance-lock.ts');
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'intendant-lock-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

/** Another process that claims the data directory; resolves to what it printed first. */
async function startHolder() {
  const script = `import { acquireInstanceLock } from ${JSON.stringify(modulePath)};
    await acquireInstanceLock(${JSON.stringify(dataDir)}).then(() => console.log('held'), (error) => console.log(error.message));
    setInterval(() => {}, 1000);`;
  const args = ['--conditions=source', '--import', 'tsx', '--input-type=module', '--eval', script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, line: line.toString() };
}

async function kill({ child }: Awaited<ReturnType<typeof startHolder>>) {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('refuses a second process and names the first', async () => {
  const lock = await acquireInstanceLock(dataDir);
  lock.announce({ url: 'http://localhost:4000' });

  const second = await startHolder();

  await kill(second);
  expect(second.line).toContain(
    `already running on ${dataDir} (process ${process.pid} at http://localhost:4000)`,
  );
  await lock.release();
});

test('takes over from a process that was killed', async () => {
  const first = await startHolder();
  expect(first.line).toBe('held\n');
  await kill(first);

  const lock = await acquireInstanceLock(dataDir);

  expect(await readInstanceState(dataDir)).toMatchObject({ pid: process.pid });
  await lock.release();
});

test('lets exactly one of several take over at once', async () => {
  await kill(await startHolder());

  const starts = await Promise.all([startHolder(), startHolder(), startHolder()]);

  expect(starts.filter((start) => start.line === 'held\n')).toHaveLength(1);
  await Promise.all(starts.map(kill));
});

test('is free again once released', async () => {
  await (await acquireInstanceLock(dataDir)).release();

  expect(await readInstanceState(dataDir)).toBeNull();
  await (await acquireInstanceLock(dataDir)).release();
});

test('tells what was announced last', async () => {
  const lock = await acquireInstanceLock(dataDir);

  lock.announce({ databaseUrl: 'postgresql://localhost/intendant' });

  expect(await readInstanceState(dataDir)).toEqual({
    pid: process.pid,
    databaseUrl: 'postgresql://localhost/intendant',
    url: null,
  });
  await lock.release();
});

test('works in a directory whose path is longer than a socket address', async () => {
  const deep = join(dataDir, 'a-rather-long-name-for-a-folder'.repeat(4));

  const lock = await acquireInstanceLock(deep);

  expect(await readInstanceState(deep)).toMatchObject({ pid: process.pid });
  await lock.release();
});
