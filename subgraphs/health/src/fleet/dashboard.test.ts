import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { announceChange } from '@intendant/kit/testing/announce-change';
import { dataOf } from '@intendant/kit/testing/test-database';
import { healthChangedTopic, platformChangedTopic } from '../live/health-changed.ts';
import { anIncident } from '../testing/an-incident.ts';
import { aTroubledTenant } from '../testing/a-troubled-tenant.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { partOfOperation } from '../testing/part-of-operation.ts';

const documents = z
  .record(z.string(), z.string())
  .parse(
    JSON.parse(
      readFileSync(
        new URL('../../../../admin-ui/app/gql/persisted-documents.json', import.meta.url).pathname,
        'utf8',
      ),
    ),
  );

const variables = {
  health: true,
  tenants: true,
  usage: true,
  revenue: true,
  security: true,
  incidents: true,
  canBilling: true,
  executionsBy: 'EXECUTIONS_24H',
};

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

/** Health's part of the operation of the page /platform, as the admin UI sends it. */
function dashboard(): string {
  const operation = Object.values(documents).find((text) => text.includes('query PlatformOverview('));
  return partOfOperation(db.runtime('health').schema, operation ?? '');
}

/** The answer, computed anew, and how many statements it took. */
async function computed(): Promise<{ data: Record<string, unknown>; statements: number }> {
  db.clock.advance(120_000);
  announceChange(db.pubsub, healthChangedTopic);
  announceChange(db.pubsub, platformChangedTopic);
  const { result, statements } = await db.countStatements(() => db.execute('health', dashboard(), variables));
  return { data: dataOf(result), statements: statements.length };
}

it('is answered completely, on an empty database too', async () => {
  const { data } = await computed();

  const sections = Object.keys(data);
  expect(sections).toHaveLength(13);
  expect(sections.filter((name) => data[name] === null)).toEqual([]);
});

it('costs nineteen statements, however many tenants there are, and none while it is fresh', async () => {
  const fill = async (tenants: number): Promise<void> => {
    for (let index = 0; index < tenants; index += 1) {
      const id = await aTroubledTenant(db);
      await anIncident(db, { tenantIds: [id] });
    }
  };
  await fill(3);
  const three = await computed();
  await fill(27);

  const thirty = await computed();
  const again = await db.countStatements(() => db.execute('health', dashboard(), variables));

  expect(thirty.data.atRiskTenants).toHaveLength(20);
  expect(three.statements).toBe(19);
  expect(thirty.statements).toBe(19);
  expect(again.statements).toEqual([]);
}, 60_000);
