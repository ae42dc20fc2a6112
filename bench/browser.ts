// What /platform costs a browser: when its largest part is painted, what comes over the line, and what Lighthouse says.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { askLighthouse } from './browser/lighthouse.ts';
import { measureLoad, type PageLoad } from './browser/measure-load.ts';
import { openBrowser, sizes } from './browser/open-browser.ts';
import { createApiClient } from './load/api-client.ts';
import { createFleet } from './overview/fleet.ts';
import { overviewScopes } from './overview/operation.ts';
import { Variants } from './overview/variants.ts';
import {
  liftRequestLimits,
  serverVersion,
  settled,
  startControlDatabase,
  withClient,
} from './processes/control-database.ts';
import { createKey } from './processes/create-key.ts';
import { freePort } from './processes/free-port.ts';
import { temporaryDirectory } from './processes/temporary-directory.ts';
import { withCleanup } from './processes/with-cleanup.ts';
import { describeMachine } from './report/machine.ts';
import { figure, spread } from './report/statistics.ts';
import { table } from './report/table.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    paths: { type: 'string', default: '/platform,/platform/tenants' },
    'no-lighthouse': { type: 'boolean', default: false },
  },
});
const owner = { email: 'owner@bench.example', password: randomBytes(16).toString('base64url') };

await withCleanup(async (undo) => {
  const directory = temporaryDirectory();
  undo(() => directory.remove());
  const database = await startControlDatabase(directory.path);
  undo(() => database.stop());
  const variants = new Variants({
    directory: directory.path,
    databaseUrl: database.url,
    secretKey: randomBytes(32).toString('base64url'),
    profileDir: null,
    owner,
  });
  undo(() => variants.stop());
  const standalone = await variants.startStandalone();
  const origin = new URL(standalone.url).origin;
  await withClient(database.url, liftRequestLimits);
  const scopes = [...overviewScopes, 'tenants:write', 'billing:write', 'events:write'];
  const client = createApiClient(origin, await createKey(variants.platformEnv, 'fleet', scopes));
  await createFleet(client, 60, 20_000);
  await client.close();
  await withClient(database.url, settled);

  const port = await freePort();
  const browser = await openBrowser(join(directory.path, 'profile'), port, origin, owner);
  undo(() => browser.close());
  const machine = describeMachine(await withClient(database.url, serverVersion));
  const rows: string[][] = [];
  const failed = new Set<string>();
  for (const path of values.paths.split(',')) {
    for (const size of sizes) {
      await measureLoad(browser, origin + path, size);
      const loads: PageLoad[] = [];
      for (let round = 0; round < Number(values.rounds); round += 1) {
        loads.push(await measureLoad(browser, origin + path, size));
      }
      const judged = values['no-lighthouse'] ? null : await askLighthouse(origin + path, port, size.isMobile);
      judged?.failed.forEach((title) => failed.add(title));
      rows.push([
        path,
        size.name,
        spread(
          loads.map(({ lcpMs }) => lcpMs),
          figure,
        ),
        spread(
          loads.map(({ shift }) => shift),
          (value) => value.toFixed(3),
        ),
        spread(
          loads.map(({ scriptBytes }) => scriptBytes / 1_000),
          figure,
        ),
        spread(
          loads.map(({ totalBytes }) => totalBytes / 1_000),
          figure,
        ),
        judged?.scores.join(' / ') ?? 'not asked',
      ]);
    }
  }
  const header = ['Page', 'size', 'LCP ms', 'CLS', 'scripts kB', 'all kB', 'Lighthouse P / A / BP'];
  say(`\n${machine}\n\n${table(header, rows)}`);
  if (failed.size > 0) {
    say(`Not passed:\n${[...failed].map((title) => `- ${title}`).join('\n')}`);
  }
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
