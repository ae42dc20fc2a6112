import type { Gateway } from '@intendant/gateway/gateway-options';
import { serviceCaller } from '@intendant/kit/identity/caller';
import type { JobRunner } from '@intendant/kit/jobs/runner';
import { lockInstance } from '@intendant/kit/embedded-postgres/instance-lock';
import type { Log } from '@intendant/kit/log';
import type { SecurityContext } from '@intendant/security/context';
import type { StandaloneEnv } from '../env.ts';
import type { BannerFacts } from '../terminal/banner.ts';
import { startControlDatabase, type ControlDatabase } from './control-database.ts';
import { secretKeyOf } from './data-directory.ts';
import { listen, type HttpServer } from './http-server.ts';
import type { Platform } from './platform.ts';

export interface Instance {
  /** Finishes what is under way, then stops everything, PostgreSQL last. */
  close(): Promise<void>;
}

export interface StartOptions {
  /** Load the demo fleet when the embedded database is empty. */
  withDemo: boolean;
  log: Log;
  /** Told once everything answers, before the demo fleet loads: a made-up password is shown whatever comes next. */
  announce: (facts: BannerFacts) => void;
  /** Gives up the start; what was started is stopped again. */
  stop: AbortSignal;
}

/** Everything in one process. Null when it was told to stop before it was ready. */
export async function startInstance(env: StandaloneEnv, options: StartOptions): Promise<Instance | null> {
  const { log, stop } = options;
  const startedAt = performance.now() - process.uptime() * 1000;
  // Undone in the reverse order, at the end or when a step fails.
  const undo: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step; step = undo.pop()) {
      await step();
    }
  };
  try {
    // The modules take longest to load, and PostgreSQL starts beside them.
    const parts = loadParts();
    parts.catch(() => {});
    const database = await startDatabase(env, log, undo);
    const server = await listen(env.port, env.host);
    undo.push(() => server.close());
    const { openPlatform, openGateway, ensureOwner, openDemo, expectsFleet } = await parts;
    const secretKey = secretKeyOf(env.dataDir, env.secretKey);
    const platform = await openPlatform(database, secretKey, log, env.backupDir);
    undo.push(() => platform.close());
    const jobs = await platform.startJobs({ isOnlyRunner: database.isEmbedded });
    undo.push(() => jobs.stop());
    const owner = await ensureOwner(serviceContext(platform), {
      email: env.adminEmail,
      password: env.adminPassword,
    });
    const gateway = await openGateway(platform, env, () => isReady(platform, jobs));
    undo.push(() => gateway.close());
    // Requests end before the gateway they are in; sockets are closed by it.
    undo.push(() => stopServing(server, gateway));
    server.open(gateway);
    const readySeconds = (performance.now() - startedAt) / 1000;

    const address = localUrl(env.host, server.port);
    const mayLoad = options.withDemo && database.isEmbedded;
    options.announce({
      url: env.origin ?? address,
      owner: owner.email === null ? null : { email: owner.email, generatedPassword: owner.generatedPassword },
      hasDemoFleet: await expectsFleet(platform, mayLoad),
      readySeconds,
      dataDir: env.dataDir,
      hasRecovered: database.hasRecovered,
      isOpenToNetwork: !['127.0.0.1', '::1', 'localhost'].includes(env.host),
    });
    const demo = await openDemo(platform, { env, url: address, stop, mayLoad });
    undo.push(() => demo.stop());
    return stop.aborted ? await close().then(() => null) : { close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function loadParts() {
  const [platform, gateway, owner, demo] = await Promise.all([
    import('./platform.ts'),
    import('./gateway.ts'),
    import('@intendant/security/user/ensure-owner'),
    import('../demo/open-demo.ts'),
  ]);
  return { ...platform, ...gateway, ...owner, ...demo };
}

async function startDatabase(
  env: StandaloneEnv,
  log: Log,
  undo: (() => Promise<void> | void)[],
): Promise<ControlDatabase> {
  const database = await startControlDatabase(env, log);
  undo.push(() => database.stop());
  if (!database.isEmbedded) {
    // The embedded server locks the directory itself.
    undo.push(lockInstance(env.dataDir));
  }
  return database;
}

function serviceContext(platform: Platform): SecurityContext {
  return platform.runtime('security').contextFor({ caller: serviceCaller('standalone') }) as SecurityContext;
}

async function isReady(platform: Platform, jobs: JobRunner): Promise<boolean> {
  const databases = await Promise.all(platform.runtimes.map((runtime) => runtime.isReady()));
  return jobs.isRunning() && databases.every(Boolean);
}

async function stopServing(server: HttpServer, gateway: Gateway): Promise<void> {
  const closed = server.close();
  await gateway.drain();
  await closed;
}

function localUrl(host: string, port: number): string {
  const name = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return `http://${name}:${port}`;
}
