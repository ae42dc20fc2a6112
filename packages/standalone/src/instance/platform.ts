import type { MikroORM } from '@mikro-orm/postgresql';
import { InvariantError } from '@intendant/kit/errors';
import { systemClock, type Clock } from '@intendant/kit/clock';
import { installDatabase, type Installation } from '@intendant/kit/database/install';
import { initOrm } from '@intendant/kit/database/orm';
import type { JobRunner } from '@intendant/kit/jobs/runner';
import type { Log } from '@intendant/kit/log';
import { createPubSub, type PubSub } from '@intendant/kit/pubsub/pubsub';
import { createRuntime, type SubgraphRuntime } from '@intendant/kit/subgraph/runtime';
import { demoModule } from '../demo/demo-module.ts';
import type { ControlDatabase } from './control-database.ts';
import { databaseModules, modulesWithBackups } from './modules.ts';

/** All modules at work on the control database, in this process. */
export interface Platform {
  readonly installation: Installation;
  readonly runtimes: readonly SubgraphRuntime[];
  readonly pubsub: PubSub;
  /** The demo fleet's own schema. */
  readonly demo: MikroORM;
  readonly clock: Clock;
  readonly log: Log;
  runtime(name: string): SubgraphRuntime;
  /** Takes jobs until stopped; `isOnlyRunner` when no other process can be running any. */
  startJobs(options: { isOnlyRunner: boolean }): Promise<JobRunner>;
  close(): Promise<void>;
}

/** Installs or migrates the database and connects every module to it as its own role; backups go to `backupDir`. */
export async function openPlatform(
  database: ControlDatabase,
  secretKey: string,
  log: Log,
  backupDir: string | null = null,
): Promise<Platform> {
  const { adminUrl } = database;
  const installation = await installDatabase({ adminUrl, secretKey, modules: databaseModules, log });
  const pubsub = createPubSub(installation.urlFor('security'), log);
  const [demo, ...runtimes] = await Promise.all([
    initOrm(demoModule, { url: installation.urlFor('demo'), poolSize: 2, log }),
    ...modulesWithBackups(installation, backupDir).map((module) =>
      createRuntime(module, {
        databaseUrl: installation.urlFor(module.name),
        pubsub,
        log: log.child({ module: module.name }),
      }),
    ),
  ]);
  return {
    installation,
    runtimes,
    pubsub,
    demo,
    clock: systemClock,
    log,
    runtime(name) {
      const found = runtimes.find(({ module }) => module.name === name);
      if (!found) {
        throw new InvariantError(`There is no module ${name}.`);
      }
      return found;
    },
    async startJobs({ isOnlyRunner }) {
      const { startJobRunner } = await import('@intendant/kit/jobs/runner');
      return startJobRunner({ databaseUrl: installation.urlFor('jobs'), runtimes, log, isOnlyRunner });
    },
    async close() {
      await Promise.all([...runtimes.map((runtime) => runtime.close()), demo.close(true)]);
      await pubsub.close();
    },
  };
}
