import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUpDatabase } from '@intendant/kit/backup/back-up-database';
import { isLeftOut } from '@intendant/kit/backup/left-out';
import { restoreDatabase } from '@intendant/kit/backup/restore-database';
import { systemClock } from '@intendant/kit/clock';
import { schemaDifference } from '@intendant/kit/database/schema-difference';
import { serviceCaller } from '@intendant/kit/identity/caller';
import { enqueue } from '@intendant/kit/jobs/enqueue';
import { silentLog } from '@intendant/kit/log';
import { fillTables } from '@intendant/kit/testing/fill-tables';
import { connected, scratchDatabases, tableChecksums } from '@intendant/kit/testing/scratch-databases';
import type { HealthContext } from '@intendant/health/context';
import { ingestEvents } from '@intendant/health/ingestion/ingest-events';
import { activityOfHour } from '../demo/activity.ts';
import { demoFleet } from '../demo/fleet.ts';
import { lifecycle } from '../demo/lifecycle.ts';
import { demoCaller, performAction } from '../demo/perform-action.ts';
import { hourMs } from '../demo/rhythm.ts';
import { waitForJobs } from '../demo/wait-for-jobs.ts';
import type { ControlDatabase } from './control-database.ts';
import { databaseModules } from './modules.ts';
import { openPlatform, type Platform } from './platform.ts';

const secretKey = 'a secret key of at least 32 characters';
const scratch = scratchDatabases();
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'intendant-round-trip-'));
});
afterAll(async () => {
  await scratch.dropAll();
  await rm(directory, { recursive: true });
});

function open(adminUrl: string): Promise<Platform> {
  const database: ControlDatabase = {
    adminUrl,
    isEmbedded: false,
    isShared: false,
    hasRecovered: false,
    stop: () => Promise.resolve(),
  };
  return openPlatform(database, secretKey, silentLog);
}

/** What people and applications did to some tenants of the demo fleet, by way of the use cases: three days of events. */
async function live(platform: Platform): Promise<void> {
  const now = systemClock.now().getTime();
  const anchor = Math.floor(now / hourMs) * hourMs;
  const fleet = demoFleet()
    .filter(({ trouble }) => trouble !== undefined)
    .slice(0, 4);
  for (const action of lifecycle(fleet, anchor)) {
    await performAction(platform, action, { isRepeat: false });
  }
  const hours = Array.from({ length: 60 }, (_, index) => anchor - (60 - index) * hourMs);
  for (const hour of hours) {
    const events = fleet.flatMap((tenant) =>
      activityOfHour(tenant, hour, { anchor, source: 'round-trip', requestFactor: 0.1 }),
    );
    const context = platform.runtime('health').contextFor({ caller: demoCaller });
    if (events.length > 0) {
      await ingestEvents(context as HealthContext, events.slice(0, 1_000));
    }
  }
  const jobs = await platform.startJobs({ isOnlyRunner: true });
  await waitForJobs(platform);
  await jobs.stop();
  const ctx = platform.runtime('tenants').contextFor({ caller: serviceCaller('tenants') });
  await ctx.em.transactional((em) => ctx.settings.set(em, ctx, 'tenants.backup-keep-count', 7));
  await enqueue(ctx.em, 'health:evaluate-risk', { later: true }, { runAt: new Date(now + 24 * hourMs) });
}

async function content(url: string): Promise<Record<string, string>> {
  const all = Object.entries(await tableChecksums(url));
  return Object.fromEntries(
    all.filter(([name]) => {
      const [schema = '', table = ''] = name.split('.');
      return !isLeftOut(schema, table);
    }),
  );
}

it('brings back every table of every module, day by day, and an installation that works', async () => {
  const [adminUrl, restoredUrl] = [await scratch.create(), await scratch.create()];
  const platform = await open(adminUrl);
  await live(platform);
  const unfilled = await fillTables(adminUrl);
  const { path } = await backUpDatabase({
    url: platform.installation.urlFor('backup'),
    directory,
    now: systemClock.now(),
  });
  await platform.close();

  const { installation } = await restoreDatabase({
    archive: path,
    adminUrl: restoredUrl,
    secretKey,
    modules: databaseModules,
  });

  const expected = await content(adminUrl);
  expect(await content(restoredUrl)).toEqual(expected);
  const empty = Object.keys(expected).filter((name) => expected[name]?.startsWith('0 '));
  expect(empty.filter((name) => !unfilled.includes(name))).toEqual([]);
  expect(empty.length).toBeLessThan(Object.keys(expected).length / 10);
  expect(Object.keys(expected).filter((name) => /^health\.event_\d{8}$/.test(name)).length).toBeGreaterThan(
    2,
  );
  for (const module of databaseModules) {
    expect(await schemaDifference(module, installation.urlFor(module.name))).toEqual([]);
  }
  const again = await open(restoredUrl);
  expect(again.installation.hasChanged).toBe(false);
  const jobs = await again.startJobs({ isOnlyRunner: true });
  expect(await waitForJobs(again)).toBe(true);
  await jobs.stop();
  await again.close();
  await connected(restoredUrl, async (client) => {
    const { rowCount } = await client.query(
      'select from graphile_worker.jobs where attempts >= max_attempts',
    );
    expect(rowCount).toBe(0);
  });
}, 120_000);
