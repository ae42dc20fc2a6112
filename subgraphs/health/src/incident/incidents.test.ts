import { randomUUID } from 'node:crypto';
import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { anIncident, incidentFields, workOn } from '../testing/an-incident.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { incidentSeverities, incidentStatuses } from './incident.entity.ts';

let db: HealthDatabase;
let leadId: string;
let tenantId: string;
beforeAll(async () => {
  db = await startHealthDatabase();
  leadId = await db.aStaffMember();
  tenantId = await db.aTenant();
  // Twelve incidents in all statuses and severities, opened two at a time so that many orders have ties.
  for (let index = 0; index < 12; index += 1) {
    db.clock.set(new Date(Date.UTC(2026, 10, 18, 8 + Math.floor(index / 2))));
    const { id } = await anIncident(db, {
      title: `Trouble ${index} 100%`,
      severity: incidentSeverities[index % 3],
      ...(index % 4 === 0 && { leadId }),
      ...(index % 5 === 0 && { tenantIds: [tenantId] }),
    });
    const status = incidentStatuses[index % 4];
    if (status === 'RESOLVED') {
      await workOn(db, 'resolveIncident', { id, text: 'Done.' });
    } else if (status !== 'INVESTIGATING') {
      await workOn(db, 'updateIncident', { id, status });
    }
  }
  db.clock.set(new Date('2026-11-20T09:41:00Z'));
});
afterAll(() => db.close());

const LIST = `query ($filter: IncidentFilter, $sort: IncidentSort, $first: Int, $after: String) {
  incidents(filter: $filter, sort: $sort, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { ...incident }
  }
} ${incidentFields}`;

interface Page {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: { id: string; number: number; severity: string; status: string; openedAt: string }[];
}

async function list(variables: Record<string, unknown> = {}): Promise<Page> {
  return dataOf<{ incidents: Page }>(await db.execute('health', LIST, variables)).incidents;
}

function numbers({ nodes }: Page): number[] {
  return nodes.map(({ number }) => number);
}

it('lists the open ones first, the worst and latest of them first, and the resolved by their end', async () => {
  const page = await list();

  expect(page.nodes.map(({ number, severity, status }) => `${number} ${severity} ${status}`)).toEqual([
    '10 CRITICAL IDENTIFIED',
    '7 CRITICAL MONITORING',
    '1 CRITICAL INVESTIGATING',
    '11 MAJOR MONITORING',
    '5 MAJOR INVESTIGATING',
    '2 MAJOR IDENTIFIED',
    '9 MINOR INVESTIGATING',
    '6 MINOR IDENTIFIED',
    '3 MINOR MONITORING',
    '12 MINOR RESOLVED',
    '8 MAJOR RESOLVED',
    '4 CRITICAL RESOLVED',
  ]);
});

it('sorts by severity with the open ones first, by status in the order of the work', async () => {
  const bySeverity = await list({ sort: { field: 'SEVERITY' } });
  const byStatus = await list({ sort: { field: 'STATUS', direction: 'ASC' } });

  expect(numbers(bySeverity).slice(0, 4)).toEqual([10, 7, 1, 4]);
  expect([...new Set(byStatus.nodes.map(({ status }) => status))]).toEqual(incidentStatuses);
});

it.each([null, 'SEVERITY', 'STATUS', 'OPENED_AT', 'UPDATED_AT'])(
  'pages by %s both ways without overlap or gap among ties',
  async (field) => {
    for (const direction of ['ASC', 'DESC']) {
      const sort = field && { field, direction };
      const whole = numbers(await list({ sort, first: 100 }));
      const paged: number[] = [];
      let after: string | null = null;
      do {
        const page: Page = await list({ sort, first: 5, after });
        paged.push(...numbers(page));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null);

      expect(paged).toEqual(whole);
      expect(whole).toHaveLength(12);
    }
  },
);

it.each([
  ['isOpen', () => ({ isOpen: false }), [4, 8, 12]],
  ['statuses', () => ({ statuses: ['RESOLVED', 'MONITORING'] }), [3, 4, 7, 8, 11, 12]],
  ['severities', () => ({ severities: ['CRITICAL'], isOpen: true }), [1, 7, 10]],
  ['tenantId', () => ({ tenantId }), [1, 6, 11]],
  ['a tenant that cannot exist', () => ({ tenantId: 'no-id' }), []],
  ['leadId', () => ({ leadId }), [1, 5, 9]],
  ['isUnassigned', () => ({ isUnassigned: true, severities: ['CRITICAL'] }), [4, 7, 10]],
  ['part of the title', () => ({ query: 'TROUBLE 11' }), [12]],
  ['characters that stand for others', () => ({ query: '_00%' }), []],
  ['the number', () => ({ query: '#12' }), [12]],
])('filters by %s', async (_, filter, expected) => {
  const page = await list({ filter: filter() });

  expect(numbers(page).sort((a, b) => a - b)).toEqual(expected);
  expect(page.totalCount).toBe(expected.length);
});

it('costs four statements whatever its length', async () => {
  const short = await db.countStatements(() => list({ first: 1 }));
  const long = await db.countStatements(() => list({ first: 100 }));

  expect(short.statements).toHaveLength(4);
  expect(long.statements).toHaveLength(4);
});

it.each([
  ['more than 100', { first: 101 }],
  ['a cursor that is none', { after: 'x' }],
  ['a cursor of another order', { after: Buffer.from('["STATUS ASC",1,1]').toString('base64url') }],
  ['a cursor with a wrong value', { after: Buffer.from('["QUEUE",1,1,"x",1]').toString('base64url') }],
])('refuses %s', async (_, variables) => {
  const result = await db.execute('health', LIST, variables);

  expect(result.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

it('shows one incident, with its lead, and null for one that does not exist', async () => {
  const [first] = (await list({ filter: { leadId } })).nodes;
  const one = `query ($id: ID!, $none: ID!) { incident(id: $id) { number lead { id } timeline(first: 1) { kind } }
    none: incident(id: $none) { id } never: incident(id: "no-id") { id } }`;

  const data = dataOf(await db.execute('health', one, { id: first?.id, none: randomUUID() }));

  expect(data).toEqual({
    incident: { number: first?.number, lead: { id: leadId }, timeline: [expect.anything()] },
    none: null,
    never: null,
  });
});

it('counts what is open, critical, led by nobody and lately resolved', async () => {
  const figures = `{ incidentFigures { open critical unassigned resolved7d asOf
    assessment { state warnAt criticalAt } } }`;

  expect(dataOf(await db.execute('health', figures)).incidentFigures).toEqual({
    open: 9,
    critical: 3,
    unassigned: 6,
    resolved7d: 3,
    asOf: '2026-11-20T09:41:00.000Z',
    assessment: { state: 'CRITICAL', warnAt: 1, criticalAt: null },
  });
  const { statements } = await db.countStatements(() => db.execute('health', figures));
  expect(statements).toEqual([]);
});

describe('the incidents of a tenant', () => {
  const OF_TENANTS = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Tenant { id incidents(first: 2) { number tenantCount } } }
  }`;

  async function of(ids: readonly string[], caller = aPlatformCaller()): ReturnType<typeof db.execute> {
    const representations = ids.map((id) => ({ __typename: 'Tenant', id }));
    return db.execute('health', OF_TENANTS, { representations }, caller);
  }

  it('are the open and latest ones, in as many statements for twenty tenants as for one', async () => {
    const others = await Promise.all(Array.from({ length: 19 }, () => db.aTenant()));

    const one = await db.countStatements(() => of([tenantId]));
    const twenty = await db.countStatements(() => of([tenantId, ...others]));

    expect(dataOf(one.result)._entities).toEqual([
      {
        id: tenantId,
        incidents: [
          { number: 11, tenantCount: 1 },
          { number: 6, tenantCount: 1 },
        ],
      },
    ]);
    expect(twenty.statements.length).toBe(one.statements.length);
  });

  it('are none of the tenant’s own business', async () => {
    const result = await of([tenantId], aTenantCaller(tenantId));

    expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(JSON.stringify(result.data)).not.toContain('number');
  });
});

it('forgets a tenant that is removed, and stays', async () => {
  const facts = { id: randomUUID(), name: 'Gone', slug: 'gone', status: 'ACTIVE', isDemo: false };
  const id = await db.aTenant(facts);
  const incident = await anIncident(db, { tenantIds: [id] });
  await db.publishTenant('tenant.removed', { ...facts, createdAt: '2026-08-01T00:00:00.000Z' });
  await db.drainJobs();

  const page = await list({ filter: { query: `#${incident.number}` } });

  expect(page.nodes).toMatchObject([{ id: incident.id, tenantCount: 0, tenants: [] }]);
});

it.each([
  ['incidents', '{ incidents { totalCount } }'],
  ['incident', `{ incident(id: "${randomUUID()}") { id } }`],
  ['incidentFigures', '{ incidentFigures { open } }'],
])('forbids %s to tenants and to those without health:read', async (_, query) => {
  const tenant = await db.execute('health', query, {}, aTenantCaller(tenantId));
  const lacking = await db.execute(
    'health',
    query,
    {},
    aPlatformCaller(['platform:read', 'incidents:write']),
  );

  expect(tenant.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  expect(lacking.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});

it('shows the open ones with their tenants, the worst first, from a cache that knows of every change', async () => {
  const OPEN = '{ openIncidents(first: 20) { id severity tenantNames tenants { id } tenantCount } }';
  const read = async () =>
    dataOf<{ openIncidents: { id: string; severity: string; tenantCount: number }[] }>(
      await db.execute('health', OPEN),
    ).openIncidents;
  const listed = await list({ filter: { isOpen: true } });

  const open = await read();
  const again = await db.countStatements(read);
  const { id } = await anIncident(db, { severity: 'CRITICAL', tenantIds: [tenantId] });
  const changed = await read();
  const refused = await db.execute('health', OPEN, {}, aTenantCaller(tenantId));

  expect(open.map((incident) => incident.id)).toEqual(listed.nodes.map((incident) => incident.id));
  expect(again).toEqual({ result: open, statements: [] });
  expect(changed[0]).toMatchObject({ id, tenants: [{ id: tenantId }], tenantCount: 1 });
  expect(changed).toHaveLength(open.length + 1);
  expect(refused).toMatchObject({ data: { openIncidents: null }, errors: [{}] });
});
