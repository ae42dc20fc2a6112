import { randomUUID } from 'node:crypto';
import { aKey, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { anIncident, workOn } from '../testing/an-incident.ts';
import { someTenantFacts, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
beforeEach(() => db.clock.set(new Date('2026-11-20T09:41:00Z')));
afterAll(() => db.close());

interface Entry {
  action: string;
  target_id: string;
  tenant_id: string | null;
  caller_name: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

async function auditOf(id: string): Promise<Entry[]> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: db.adminUrl });
  await client.connect();
  const { rows } = await client.query<Entry>(
    'select * from platform.audit_entry where target_id = $1 order by position',
    [id],
  );
  await client.end();
  return rows;
}

describe('openIncident', () => {
  it('opens an incident with the next number, its tenants by name, its lead and a first entry', async () => {
    const [zebra, alpha] = [await db.aTenant({ name: 'Zebra' }), await db.aTenant({ name: 'alpha' })];
    const leadId = await db.aStaffMember({ name: 'Lea Lead' });
    const before = await anIncident(db);

    const incident = await anIncident(db, {
      title: '  Mails are late  ',
      severity: 'CRITICAL',
      text: 'The queue of the mail provider grows.',
      tenantIds: [zebra, alpha, zebra.toUpperCase()],
      leadId,
    });

    expect(incident).toEqual({
      id: expect.any(String),
      number: before.number + 1,
      title: 'Mails are late',
      severity: 'CRITICAL',
      status: 'INVESTIGATING',
      tenants: [{ id: alpha }, { id: zebra }],
      tenantCount: 2,
      leadName: 'Lea Lead',
      openedBy: 'Ada Administrator',
      openedAt: '2026-11-20T09:41:00.000Z',
      updatedAt: '2026-11-20T09:41:00.000Z',
      resolvedAt: null,
      version: 1,
      timeline: [
        {
          kind: 'OPENED',
          at: '2026-11-20T09:41:00.000Z',
          authorName: 'Ada Administrator',
          text: 'The queue of the mail provider grows.',
          before: null,
          after: null,
        },
      ],
    });
    expect(await auditOf(incident.id)).toMatchObject([
      {
        action: 'incident.open',
        tenant_id: null,
        caller_name: 'Ada Administrator',
        before: null,
        after: { title: 'Mails are late', leadName: 'Lea Lead', tenants: [{ id: alpha }, { id: zebra }] },
      },
    ]);
  });

  it('changes nothing when the same caller repeats it, also at the same moment', async () => {
    const requestKey = randomUUID();
    const open = (caller = aPlatformCaller()): ReturnType<typeof workOn> =>
      workOn(db, 'openIncident', { title: 'Twice', severity: 'MINOR', requestKey }, caller);

    const together = await Promise.all([open(), open(), open()]);
    const later = await open();
    const another = await open(aKey(['platform:read', 'incidents:write', 'health:read', 'tenants:read']));

    const ids = new Set([...together, later].map(({ incident }) => incident?.id));
    expect(ids.size).toBe(1);
    expect(later.incident?.timeline).toHaveLength(1);
    expect(another.incident?.id).not.toBe(later.incident?.id);
    expect(await auditOf(later.incident?.id ?? '')).toHaveLength(1);
  });

  it('knows tenants whose events are on their way', async () => {
    const facts = someTenantFacts({ name: 'Just born' });
    await db.publishTenant('tenant.created', facts);

    const incident = await anIncident(db, { tenantIds: [facts.id] });

    expect(incident.tenants).toEqual([{ id: facts.id }]);
  });

  it('refuses unknown tenants by their position', async () => {
    const known = await db.aTenant();

    const { incident, userErrors } = await workOn(db, 'openIncident', {
      title: 'Unknown',
      severity: 'MINOR',
      tenantIds: [known, randomUUID(), 'no-id'],
    });

    expect(incident).toBeNull();
    expect(userErrors).toEqual([
      { code: 'BAD_INPUT', message: 'There is no such tenant.', field: ['input', 'tenantIds', '1'] },
      { code: 'BAD_INPUT', message: 'There is no such tenant.', field: ['input', 'tenantIds', '2'] },
    ]);
  });

  it.each([
    ['nobody', undefined],
    ['somebody disabled', { isDisabled: true }],
    ['somebody without incidents:write', { permissions: ['platform:read'] }],
  ])('refuses %s as lead', async (_, overrides) => {
    const leadId = overrides ? await db.aStaffMember(overrides) : randomUUID();

    const { userErrors } = await workOn(db, 'openIncident', { title: 'Led', severity: 'MINOR', leadId });

    expect(userErrors).toMatchObject([{ code: 'BAD_INPUT', field: ['input', 'leadId'] }]);
  });

  it('judges a lead by the newest word on them, delivered or not', async () => {
    const leadId = await db.aStaffMember();
    await db.drainJobs();
    await db.aStaffMember({ id: leadId, isDisabled: true });

    const { userErrors } = await workOn(db, 'openIncident', { title: 'Led', severity: 'MINOR', leadId });
    await db.drainJobs();

    expect(userErrors).toMatchObject([{ code: 'BAD_INPUT', field: ['input', 'leadId'] }]);
    expect(await db.select('select is_disabled from staff_member where id = $1', [leadId])).toEqual([
      { is_disabled: true },
    ]);
  });

  it.each([
    ['a short title', { title: 'ab' }, 'title'],
    ['a title of two lines', { title: 'one\ntwo' }, 'title'],
    ['a long text', { text: 'x'.repeat(5_001) }, 'text'],
    ['half a character', { text: '\ud800' }, 'text'],
    ['more than 100 tenants', { tenantIds: Array.from({ length: 101 }, () => randomUUID()) }, 'tenantIds'],
    ['an empty key', { requestKey: '' }, 'requestKey'],
  ])('refuses %s', async (_, overrides, field) => {
    const { userErrors } = await workOn(db, 'openIncident', {
      title: 'Fine',
      severity: 'MINOR',
      ...overrides,
    });

    expect(userErrors).toMatchObject([{ code: 'BAD_INPUT', field: ['input', field] }]);
  });
});

describe('updateIncident', () => {
  it('tells each aspect that changed, the last with the reason, and leaves the rest', async () => {
    const [first, second] = [await db.aTenant({ name: 'First' }), await db.aTenant({ name: 'Second' })];
    const leadId = await db.aStaffMember({ name: 'Lea Lead' });
    const { id } = await anIncident(db, { tenantIds: [first] });
    db.clock.advance(60_000);

    const { incident } = await workOn(db, 'updateIncident', {
      id,
      version: 1,
      title: 'Mails are lost',
      severity: 'CRITICAL',
      status: 'IDENTIFIED',
      leadId,
      tenantIds: [second, first],
      text: 'The provider confirmed it.',
    });

    expect(incident).toMatchObject({
      title: 'Mails are lost',
      severity: 'CRITICAL',
      status: 'IDENTIFIED',
      leadName: 'Lea Lead',
      tenantCount: 2,
      version: 2,
      updatedAt: '2026-11-20T09:42:00.000Z',
    });
    expect(incident?.timeline.map(({ kind, before, after, text }) => [kind, before, after, text])).toEqual([
      ['TENANTS', 'First', 'First, Second', 'The provider confirmed it.'],
      ['STATUS', 'INVESTIGATING', 'IDENTIFIED', null],
      ['SEVERITY', 'MAJOR', 'CRITICAL', null],
      ['LEAD', null, 'Lea Lead', null],
      ['TITLE', 'Mails are late', 'Mails are lost', null],
      ['OPENED', null, null, null],
    ]);
    expect((await auditOf(id)).at(-1)).toMatchObject({
      action: 'incident.update',
      before: { status: 'INVESTIGATING' },
      after: { status: 'IDENTIFIED', tenants: [{ name: 'First' }, { name: 'Second' }] },
    });
  });

  it('writes nothing when nothing differs, and a note when only a text was given', async () => {
    const opened = await anIncident(db);
    const same = { id: opened.id, severity: 'MAJOR', tenantIds: [] };

    const { incident: unchanged } = await workOn(db, 'updateIncident', same);
    const { incident: noted } = await workOn(db, 'updateIncident', { ...same, text: 'Still looking.' });

    expect(unchanged).toEqual(opened);
    expect(noted?.timeline[0]).toMatchObject({ kind: 'NOTE', text: 'Still looking.' });
  });

  it('takes the lead away with null, and keeps a lead who may no longer lead', async () => {
    const leadId = await db.aStaffMember({ name: 'Lea Lead' });
    const { id } = await anIncident(db, { leadId });
    await db.aStaffMember({ id: leadId, permissions: [] });

    const { incident: kept } = await workOn(db, 'updateIncident', { id, leadId, severity: 'MINOR' });
    const { incident: freed } = await workOn(db, 'updateIncident', { id, leadId: null });

    expect(kept?.leadName).toBe('Lea Lead');
    expect(freed?.leadName).toBeNull();
    expect(freed?.timeline[0]).toMatchObject({ kind: 'LEAD', before: 'Lea Lead', after: null });
  });

  it('refuses a version that is not the latest, of two at the same moment one', async () => {
    const { id } = await anIncident(db);

    const payloads = await Promise.all(
      ['CRITICAL', 'MINOR'].map((severity) => workOn(db, 'updateIncident', { id, version: 1, severity })),
    );

    const refused = payloads.filter(({ incident }) => incident === null);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.userErrors).toMatchObject([{ code: 'CONFLICT', field: ['input', 'version'] }]);
  });

  it.each([
    ['what does not exist', { id: randomUUID() }, 'NOT_FOUND', 'id'],
    ['what cannot exist', { id: 'no-id' }, 'NOT_FOUND', 'id'],
    ['to resolve', { status: 'RESOLVED' }, 'BAD_INPUT', 'status'],
  ])('refuses %s', async (_, overrides, code, field) => {
    const { id } = await anIncident(db);

    const { incident, userErrors } = await workOn(db, 'updateIncident', { id, ...overrides });

    expect(incident).toBeNull();
    expect(userErrors).toMatchObject([{ code, field: ['input', field] }]);
  });
});

describe('addIncidentNote', () => {
  it('writes a note, also after the end', async () => {
    const { id } = await anIncident(db);
    await workOn(db, 'resolveIncident', { id, text: 'Done.' });

    const { incident } = await workOn(db, 'addIncidentNote', { id, text: 'Lessons:\nwatch the disk.' });

    expect(incident).toMatchObject({ status: 'RESOLVED', version: 3 });
    expect(incident?.timeline[0]).toMatchObject({ kind: 'NOTE', text: 'Lessons:\nwatch the disk.' });
    expect((await auditOf(id)).at(-1)).toMatchObject({
      action: 'incident.note',
      after: { text: 'Lessons:\nwatch the disk.' },
    });
  });

  it('refuses an empty one', async () => {
    const { id } = await anIncident(db);

    const { userErrors } = await workOn(db, 'addIncidentNote', { id, text: ' ' });

    expect(userErrors).toMatchObject([{ code: 'BAD_INPUT', field: ['input', 'text'] }]);
  });
});

describe('resolveIncident and reopenIncident', () => {
  it('end an incident and take it up again, with who and why', async () => {
    const { id } = await anIncident(db);
    db.clock.advance(3_600_000);

    const { incident: resolved } = await workOn(db, 'resolveIncident', { id, text: 'The disk is larger.' });
    const { incident: reopened } = await workOn(db, 'reopenIncident', { id, text: 'It is full again.' });

    expect(resolved).toMatchObject({ status: 'RESOLVED', resolvedAt: '2026-11-20T10:41:00.000Z' });
    expect(reopened).toMatchObject({ status: 'INVESTIGATING', resolvedAt: null, version: 3 });
    expect(reopened?.timeline).toMatchObject([
      { kind: 'REOPENED', text: 'It is full again.', before: 'RESOLVED', after: 'INVESTIGATING' },
      { kind: 'RESOLVED', text: 'The disk is larger.', before: 'INVESTIGATING', after: 'RESOLVED' },
      { kind: 'OPENED' },
    ]);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual([
      'incident.open',
      'incident.resolve',
      'incident.reopen',
    ]);
  });

  it('refuse what is there already, and changes of a resolved incident', async () => {
    const { id } = await anIncident(db);

    const opened = await workOn(db, 'reopenIncident', { id, text: 'Again.' });
    await workOn(db, 'resolveIncident', { id, text: 'Done.' });
    const resolved = await workOn(db, 'resolveIncident', { id, text: 'Done again.' });
    const changed = await workOn(db, 'updateIncident', { id, severity: 'MINOR' });

    expect([opened, resolved, changed].map(({ userErrors }) => userErrors[0]?.code)).toEqual(
      Array(3).fill('INVALID_STATE'),
    );
  });

  it('need an account of it', async () => {
    const { id } = await anIncident(db);

    const { userErrors } = await workOn(db, 'resolveIncident', { id, text: 'ok' });

    expect(userErrors).toMatchObject([{ code: 'BAD_INPUT', field: ['input', 'text'] }]);
  });
});

it.each([
  ['openIncident', { title: 'Mine', severity: 'MINOR' }],
  ['updateIncident', { id: randomUUID(), severity: 'MINOR' }],
  ['addIncidentNote', { id: randomUUID(), text: 'Hello.' }],
  ['resolveIncident', { id: randomUUID(), text: 'Done.' }],
  ['reopenIncident', { id: randomUUID(), text: 'Again.' }],
] as const)('forbids %s to tenants and to those without incidents:write', async (work, input) => {
  const tenant = aTenantCaller(await db.aTenant());

  await expect(workOn(db, work, input, tenant)).rejects.toThrow('FORBIDDEN');
  await expect(workOn(db, work, input, aPlatformCaller(['platform:read', 'health:read']))).rejects.toThrow(
    'FORBIDDEN',
  );
});
