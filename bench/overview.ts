// What the dashboard's overview costs the gateway: ours beside stock Apollo on the same subgraphs and data.
import { deepStrictEqual } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createApiClient } from './load/api-client.ts';
import { startLoadGenerator, type Load } from './load/load.ts';
import { comparable } from './overview/comparable.ts';
import { createFleet } from './overview/fleet.ts';
import { measureRound, overviewTable, type Round } from './overview/measure.ts';
import { overviewOperation, overviewScopes } from './overview/operation.ts';
import { Variants, type Variant } from './overview/variants.ts';
import {
  liftRequestLimits,
  serverVersion,
  settled,
  startControlDatabase,
  withClient,
} from './processes/control-database.ts';
import { createKey } from './processes/create-key.ts';
import { temporaryDirectory } from './processes/temporary-directory.ts';
import { withCleanup } from './processes/with-cleanup.ts';
import { describeMachine } from './report/machine.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '500' },
    'warm-up': { type: 'string', default: '400' },
    connections: { type: 'string', default: '16' },
    tenants: { type: 'string', default: '100' },
    events: { type: 'string', default: '100000' },
    profile: { type: 'string' },
  },
});
const requests = Number(values.requests);
const connections = Number(values.connections);

/** Throws when two variants answer differently, three times in a row: a window may have moved on between two answers. */
async function compareAnswers(variants: readonly Variant[], headers: Record<string, string>, body: string) {
  for (let attempt = 1; ; attempt += 1) {
    const answers = await Promise.all(
      variants.map(async ({ name, url }) => {
        const answer = await fetch(url, { method: 'POST', headers, body });
        const result = (await answer.json()) as { data?: object; errors?: unknown };
        if (!answer.ok || !result.data || result.errors) {
          throw new Error(`${name} answered ${answer.status}: ${JSON.stringify(result).slice(0, 1_000)}`);
        }
        return { name, data: comparable(result.data), bytes: JSON.stringify(result).length };
      }),
    );
    try {
      for (const { name, data } of answers) {
        deepStrictEqual(data, answers[0]?.data, `${name} and ${answers[0]?.name} answer differently`);
      }
      return answers[0]?.bytes ?? 0;
    } catch (error) {
      if (attempt === 3) {
        throw error;
      }
      await pause(61_000);
    }
  }
}

await withCleanup(async (undo) => {
  const directory = temporaryDirectory();
  undo(() => directory.remove());
  const database = await startControlDatabase(directory.path);
  undo(() => database.stop());
  const variants = new Variants({
    directory: directory.path,
    databaseUrl: database.url,
    secretKey: randomBytes(32).toString('base64url'),
    profileDir: values.profile ?? null,
  });
  undo(() => variants.stop());
  const generator = startLoadGenerator();
  undo(() => generator.stop());

  const standalone = await variants.startStandalone();
  const writeScopes = [...overviewScopes, 'tenants:write', 'billing:write', 'events:write'];
  const writeKey = await createKey(variants.platformEnv, 'fleet', writeScopes);
  const readKey = await createKey(variants.platformEnv, 'overview', overviewScopes);
  await withClient(database.url, liftRequestLimits);
  say(`Making ${values.tenants} tenants and ${values.events} events.`);
  const client = createApiClient(new URL(standalone.url).origin, writeKey);
  await createFleet(client, Number(values.tenants), Number(values.events));
  await client.close();
  await withClient(database.url, settled);

  const all = [standalone, await variants.startStockInProcess(), ...(await variants.startDistributed())];
  const headers = { authorization: `Bearer ${readKey}`, 'content-type': 'application/json' };
  const body = overviewOperation();
  const bodyFile = join(directory.path, 'overview.json');
  writeFileSync(bodyFile, body);
  const bytes = await compareAnswers(all, headers, body);
  say(`All ${all.length} variants answer the same, in ${bytes} bytes.`);

  const loadOf = (variant: Variant, count: number): Load => ({
    url: variant.url,
    headers,
    bodyFiles: [bodyFile],
    connections,
    requests: count,
    expectedStatus: 200,
    refusedText: '"errors":',
  });
  for (const variant of all) {
    await generator.send(loadOf(variant, Number(values['warm-up'])));
  }
  const machine = describeMachine(await withClient(database.url, serverVersion));
  const rounds: Round[] = [];
  for (let number = 1; number <= Number(values.rounds); number += 1) {
    // One variant after the other in every round, so that a busy minute of the machine is nobody's alone.
    for (const variant of all) {
      rounds.push(await measureRound(generator, variant, loadOf(variant, requests)));
    }
    say(`Round ${number} of ${values.rounds} is done.`);
  }
  await compareAnswers(all, headers, body);
  say(`\n${machine}\n${connections} connections, ${requests} requests a round\n\n${overviewTable(rounds)}`);
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
