import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { anOverride } from '../testing/a-measurement.ts';
import { aRemovedTenant, aSubscriber, aTenant, dayMs } from '../testing/a-subscriber.ts';
import { EntitlementOverrideEntity } from './entitlement-override.entity.ts';

const OVERRIDE = `
  id limit reason status grantedBy grantedAt expiresAt revokedAt revokedBy revokedReason
  tenant { id } entitlement { key }`;
const GRANT = `
  mutation GrantOverride($input: GrantOverrideInput!) {
    grantOverride(input: $input) { override { ${OVERRIDE} } userErrors { code message field } }
  }`;
const REVOKE = `
  mutation RevokeOverride($input: RevokeOverrideInput!) {
    revokeOverride(input: $input) { override { ${OVERRIDE} } userErrors { code message field } }
  }`;

interface Payload {
  override: { id: string; status: string } | null;
  userErrors: { code: string; message: string; field: string[] }[];
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

const inDays = (days: number): string => new Date(db.clock.now().getTime() + days * dayMs).toISOString();

function anInput(tenantId: string, overrides: object = {}): object {
  return {
    tenantId,
    entitlementKey: 'workflows',
    limit: 10,
    reason: 'Festival',
    expiresAt: inDays(30),
    ...overrides,
  };
}

async function grant(tenantId: string, overrides: object = {}, caller = aPlatformCaller()): Promise<Payload> {
  const result = await db.execute('billing', GRANT, { input: anInput(tenantId, overrides) }, caller);
  return dataOf<{ grantOverride: Payload }>(result).grantOverride;
}

async function revoke(id: string, reason = 'No longer needed'): Promise<Payload> {
  const result = await db.execute('billing', REVOKE, { input: { id, reason } });
  return dataOf<{ revokeOverride: Payload }>(result).revokeOverride;
}

const stored = (tenantId: string) =>
  db.em('billing').find(EntitlementOverrideEntity, { tenantId }, { orderBy: { grantedAt: 'asc' } });

async function overrideActions(tenantId: string): Promise<string[]> {
  const actions = (await auditEntries(db, tenantId)).map(({ action }) => action);
  return actions.filter((action) => action.startsWith('override.'));
}

describe('granting an override', () => {
  it('says who granted what to whom, why and until when', async () => {
    const tenantId = await aSubscriber(db);

    const { override, userErrors } = await grant(tenantId, { reason: '  Festival ' });

    expect(userErrors).toEqual([]);
    expect(override).toEqual({
      id: expect.any(String),
      limit: 10,
      reason: 'Festival',
      status: 'IN_FORCE',
      grantedBy: 'Ada Administrator',
      grantedAt: db.clock.now().toISOString(),
      expiresAt: inDays(30),
      revokedAt: null,
      revokedBy: null,
      revokedReason: null,
      tenant: { id: tenantId },
      entitlement: { key: 'workflows' },
    });
  });

  it('is audited and published with the full state', async () => {
    const tenantId = await aSubscriber(db);

    const { override } = await grant(tenantId, { limit: null });

    const state = { tenantId, entitlementKey: 'workflows', limit: null, status: 'IN_FORCE' };
    expect((await auditEntries(db, tenantId)).at(-1)).toMatchObject({
      action: 'override.grant',
      targetType: 'EntitlementOverride',
      targetId: override?.id,
      before: null,
      after: state,
    });
    expect(await publishedEvents(db, override?.id ?? '')).toMatchObject([
      { type: 'override.granted', tenantId, data: state },
    ]);
  });

  it('names who really acts while somebody is impersonated', async () => {
    const actor = { id: randomUUID(), name: 'Sam Support' };

    const { override } = await grant(await aSubscriber(db), {}, aPlatformCaller(undefined, { actor }));

    expect(override).toMatchObject({ grantedBy: 'Sam Support' });
  });

  it('replaces the one in force, which the same person revoked by it', async () => {
    const tenantId = await aSubscriber(db);
    const first = await grant(tenantId);
    db.clock.advance(1_000);

    const second = await grant(tenantId, { limit: 20, reason: 'Longer festival' });
    await grant(tenantId, { entitlementKey: 'users' });

    const [former, current] = await stored(tenantId);
    expect(former).toMatchObject({
      id: first.override?.id,
      revokedAt: db.clock.now(),
      revokedBy: 'Ada Administrator',
      revokedReason: 'Replaced by another override: Longer festival',
    });
    expect(current).toMatchObject({ id: second.override?.id, revokedAt: null });
    expect(await overrideActions(tenantId)).toEqual([
      'override.grant',
      'override.revoke',
      'override.grant',
      'override.grant',
    ]);
  });

  it('does not call an expired one revoked, swept up or not', async () => {
    const tenantId = await aSubscriber(db);
    await anOverride(db, tenantId, { expiresAt: inDays(1) });
    db.clock.advance(dayMs);

    const { override } = await grant(tenantId);

    expect(override?.status).toBe('IN_FORCE');
    expect(await stored(tenantId)).toMatchObject([{ revokedAt: null, expiredAt: db.clock.now() }, {}]);
    expect(await overrideActions(tenantId)).toEqual(['override.grant', 'override.expire', 'override.grant']);
  });

  it('leaves one in force when several are granted at once', async () => {
    const tenantId = await aSubscriber(db);

    const payloads = await Promise.all([1, 2, 3, 4].map((limit) => grant(tenantId, { limit })));

    expect(payloads.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    const open = (await stored(tenantId)).filter(({ revokedAt }) => revokedAt === null);
    expect(open).toHaveLength(1);
  });

  it('knows a tenant that billing has not been told about yet', async () => {
    const { override } = await grant(await aTenant(db));

    expect(override).not.toBeNull();
  });

  it.each([
    ['entitlementKey', 'unicorns'],
    ['limit', -1],
    ['reason', 'no'],
    ['reason', 'x'.repeat(501)],
    ['expiresAt', '2026-11-01T00:00:00.000Z'],
    ['expiresAt', '2029-01-01T00:00:00.000Z'],
  ])('refuses the %s “%s”', async (field, value) => {
    const tenantId = await aSubscriber(db);

    const payload = await grant(tenantId, { [field]: value });

    expect(payload).toMatchObject({
      override: null,
      userErrors: [{ code: 'BAD_INPUT', field: ['input', field] }],
    });
    expect(await stored(tenantId)).toEqual([]);
  });

  it('reports NOT_FOUND for a tenant that does not exist or is gone', async () => {
    const gone = await aTenant(db);
    await aRemovedTenant(db, gone);

    for (const tenantId of [randomUUID(), 'no-uuid', gone]) {
      expect(await grant(tenantId)).toMatchObject({
        override: null,
        userErrors: [{ code: 'NOT_FOUND', field: ['input', 'tenantId'] }],
      });
    }
  });
});

describe('revoking an override', () => {
  it('ends it at once, says who and why, and is audited and published', async () => {
    const tenantId = await aSubscriber(db);
    const { id } = await anOverride(db, tenantId);

    const { override } = await revoke(id, 'Festival cancelled');

    expect(override).toMatchObject({
      status: 'REVOKED',
      revokedAt: db.clock.now().toISOString(),
      revokedBy: 'Ada Administrator',
      revokedReason: 'Festival cancelled',
    });
    expect((await auditEntries(db, tenantId)).at(-1)).toMatchObject({
      action: 'override.revoke',
      before: { status: 'IN_FORCE', revokedAt: null },
      after: { status: 'REVOKED', revokedReason: 'Festival cancelled' },
    });
    expect((await publishedEvents(db, id)).map(({ type }) => type)).toEqual([
      'override.granted',
      'override.revoked',
    ]);
  });

  it('happens once when asked twice at the same moment', async () => {
    const { id } = await anOverride(db, await aSubscriber(db));

    const payloads = await Promise.all([revoke(id), revoke(id)]);

    expect(payloads.filter(({ override }) => override !== null)).toHaveLength(1);
    expect(payloads.flatMap(({ userErrors }) => userErrors)).toMatchObject([
      { code: 'INVALID_STATE', field: ['input', 'id'] },
    ]);
  });

  it('refuses one that has expired, swept up or not', async () => {
    const { id } = await anOverride(db, await aSubscriber(db), { expiresAt: inDays(1) });
    db.clock.advance(dayMs);

    expect(await revoke(id)).toMatchObject({
      override: null,
      userErrors: [{ code: 'INVALID_STATE', message: 'The override has expired already.' }],
    });
  });

  it.each([randomUUID(), 'no-uuid'])('reports NOT_FOUND for the id %s', async (id) => {
    expect(await revoke(id)).toMatchObject({
      override: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['input', 'id'] }],
    });
  });

  it('asks for a reason', async () => {
    const { id } = await anOverride(db, await aSubscriber(db));

    expect(await revoke(id, ' ')).toMatchObject({
      userErrors: [{ code: 'BAD_INPUT', field: ['input', 'reason'] }],
    });
  });
});

it('is forbidden to everybody but platform callers who may write billing', async () => {
  const tenantId = await aSubscriber(db);
  const { id } = await anOverride(db, tenantId);

  for (const [caller, code] of [
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['platform:read', 'billing:read']), 'FORBIDDEN'],
    [aTenantCaller(tenantId), 'FORBIDDEN'],
  ] as const) {
    const granted = await db.execute('billing', GRANT, { input: anInput(tenantId) }, caller);
    const revoked = await db.execute('billing', REVOKE, { input: { id, reason: 'Mine now' } }, caller);
    for (const { errors } of [granted, revoked]) {
      expect(errors?.[0]?.extensions).toMatchObject({ code });
    }
  }
  expect(await stored(tenantId)).toMatchObject([{ id, revokedAt: null }]);
});
