import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import type { Caller } from '@intendant/kit/identity/caller';
import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import {
  everyField,
  everyReference,
  everyRootField,
  resolvedFields,
} from '@intendant/kit/testing/every-field';
import { dataOf } from '@intendant/kit/testing/test-database';
import { anIncident, workOn } from './testing/an-incident.ts';
import { aTroubledTenant } from './testing/a-troubled-tenant.ts';
import { startHealthDatabase, type HealthDatabase } from './testing/health-database.ts';
import { runJob } from './testing/platform-figures.ts';

// What the platform's part of the schema defines, its own test reads.
const filesOfThePlatform = [
  'database',
  'dead-letter',
  'gateway-figures',
  'ingestion',
  'jobs',
  'platform-health',
  'rate-limit',
  'system-metrics',
];

let db: HealthDatabase;
beforeEach(async () => {
  db = await startHealthDatabase();
});
afterEach(() => db.close());

/** The definitions of the tenants' part of the SDL. */
function definitions() {
  const folder = join(import.meta.dirname, '../../../schema/health');
  return readdirSync(folder)
    .filter((name) => !filesOfThePlatform.includes(name.replace('.graphql', '')))
    .flatMap((name) => parse(readFileSync(join(folder, name), 'utf8')).definitions);
}

/** The fields of an operation type that the tenants' part adds. */
function operations(type: 'Query' | 'Mutation' | 'Subscription'): string[] {
  return definitions().flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_EXTENSION && definition.name.value === type
      ? (definition.fields ?? []).map(({ name }) => name.value)
      : [],
  );
}

/** Every `Type.field` that the tenants' part defines. */
function definedFields(): string[] {
  return definitions().flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (definition.fields ?? []).map(({ name }) => `${definition.name.value}.${name.value}`)
      : [],
  );
}

async function execute(query: string, caller: Caller = aPlatformCaller()): Promise<Record<string, unknown>> {
  return dataOf(await db.execute('health', query, {}, caller));
}

/** Everything there is to read at the root, with one thing each where one is named. */
function rootFields(ids: { incident: string }): string {
  const { schema } = db.runtime('health');
  const ours = operations('Query');
  const except = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter((name) => !ours.includes(name));
  return everyRootField(schema, 'Query', {
    except,
    arguments: { incident: `(id: "${ids.incident}")`, tenantRanking: '(by: FAILURE_RATE_24H)' },
  });
}

/** The first event of a subscription. */
async function live(field: string): Promise<Record<string, unknown>> {
  const events = await db.runtime('health').subscribe({
    query: `subscription { ${field} }`,
    context: db.health(),
  });
  if (!(Symbol.asyncIterator in events)) {
    throw new Error(JSON.stringify(events.errors));
  }
  const { value } = await events.next();
  await events.return?.();
  return dataOf(value);
}

/** The first event of every subscription of the tenants' part. */
async function allLive(tenantId: string): Promise<Record<string, unknown>[]> {
  const { schema } = db.runtime('health');
  const ranks = `tenantRanking(by: DRIFT_7D) ${everyField(schema, 'TenantRank')}`;
  return [
    await live(`platformHealthChanged ${everyField(schema, 'PlatformHealthChange')}`),
    await live(`platformHealthChanged { __typename ${ranks} }`),
    await live(`tenantHealthChanged(tenantId: "${tenantId}") ${everyField(schema, 'Tenant')}`),
    await live(`incidentChanged ${everyField(schema, 'IncidentChange')}`),
  ];
}

it('resolves every field of the tenants’ part of the schema, and has a value for each', async () => {
  await runJob(db, 'health:evaluate-risk');
  db.clock.advance(24 * 3_600_000);
  const tenantId = await aTroubledTenant(db);
  const leadId = await db.aStaffMember();
  const { id } = await anIncident(db, { tenantIds: [tenantId], leadId, text: 'Mails wait.' });
  await workOn(db, 'updateIncident', { id, severity: 'CRITICAL' });
  await workOn(db, 'resolveIncident', { id, text: 'Done.' });
  await anIncident(db, { tenantIds: [tenantId] });

  const { schema } = db.runtime('health');
  const results = [
    await execute(`{ ${rootFields({ incident: id })} }`),
    await execute(`{ tenantRanking(by: DRIFT_7D) ${everyField(schema, 'TenantRank')} }`),
    await execute(`{ ${everyReference(schema, { Tenant: tenantId, Incident: id })} }`),
    ...(await allLive(tenantId)),
  ];

  const found = resolvedFields(...results);
  // What mutations answer, their own tests read.
  const missing = definedFields().filter((field) => found.get(field) !== true && !/Payload\./.test(field));
  // A live event tells of the incident that changed; the first one tells of none.
  expect(missing).toEqual(['IncidentChange.incident']);
});

it('answers on a new installation: lists are empty, figures are nought, what nobody can know is unknown', async () => {
  const missing = randomUUID();

  const data = await execute(`{ ${rootFields({ incident: missing })} }`);
  const references = await execute(
    `{ ${everyReference(db.runtime('health').schema, { Tenant: missing, Incident: missing })} }`,
  );

  const noPage = { nodes: [], edges: [], totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null } };
  expect(data).toMatchObject({
    fleetHealth: {
      total: 0,
      active7d: 0,
      atRisk: 0,
      atRisk24hAgo: null,
      activeAssessment: { state: 'UNKNOWN' },
      atRiskAssessment: { state: 'OK', warnAt: 1, criticalAt: null },
      driftAssessment: { state: 'OK', warnAt: 1, criticalAt: 10 },
      credentialFailuresAssessment: { state: 'OK' },
    },
    usage: {
      executions24h: 0,
      apiRequestsPrevious24h: 0,
      storageObjectBytes: null,
      rateLimitedTenants24h: 0,
      failureRateAssessment: { state: 'UNKNOWN', warnAt: 0.05, criticalAt: 0.1 },
      apiErrorRateAssessment: { state: 'UNKNOWN' },
      storageAssessment: { state: 'OK' },
      rateLimitedAssessment: { state: 'OK', warnAt: 1, criticalAt: null },
    },
    atRiskTenants: [],
    tenantRanking: [],
    tenantSummaries: noPage,
    tenantViewCounts: {
      all: 0,
      atRisk: 0,
      rateLimited: 0,
      trialing: 0,
      delinquent: 0,
      suspended: 0,
      deleted: 0,
    },
    incidents: noPage,
    incidentFigures: { open: 0, assessment: { state: 'OK' } },
    incident: null,
  });
  expect(references).toMatchObject({ Tenant: [{ health: null, incidents: [] }], Incident: [null] });
});

it('shows a tenant nothing of another one, and nothing of all together', async () => {
  const [mine, theirs] = [await db.aTenant(), await aTroubledTenant(db, { name: 'Somebody else' })];
  const { id } = await anIncident(db, { tenantIds: [theirs] });
  const caller = aTenantCaller(mine);
  const { schema } = db.runtime('health');

  const roots = await Promise.all(
    operations('Query').map(async (name) => {
      const except = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter((other) => other !== name);
      const field = everyRootField(schema, 'Query', {
        except,
        arguments: { incident: `(id: "${id}")`, tenantRanking: '(by: DRIFT_7D)' },
      });
      return { name, ...(await db.execute('health', `{ ${field} }`, {}, caller)) };
    }),
  );
  const reference = await db.execute(
    'health',
    `{ ${everyReference(schema, { Tenant: theirs, Incident: id })} }`,
    {},
    caller,
  );

  expect(
    roots.filter(({ errors }) => errors?.[0]?.extensions?.code !== 'FORBIDDEN').map(({ name }) => name),
  ).toEqual([]);
  expect(JSON.stringify([roots.map(({ data }) => data), reference.data])).not.toMatch(
    /Somebody|TIMEOUT|Tags differ|stripe|Mails/,
  );
});

it('costs as many statements for thirty tenants as for three', async () => {
  const countAt = async (tenants: number): Promise<number> => {
    for (let index = 0; index < tenants; index += 1) {
      await aTroubledTenant(db);
    }
    // Past what a section may be kept for.
    db.clock.advance(120_000);
    const { result, statements } = await db.countStatements(() =>
      db.execute('health', `{ ${rootFields({ incident: randomUUID() })} }`),
    );
    expect(dataOf(result).atRiskTenants).toHaveLength(Math.min(10, tenants));
    return statements.length;
  };
  const three = await countAt(3);
  const thirty = await countAt(27);

  expect(thirty).toBe(three);
}, 60_000);
