import type { Caller } from '@intendant/kit/identity/caller';
import { aKey, anonymous, aPlatformCaller, aService, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { ApiKeyEntity } from '../api-key/api-key.entity.ts';
import { SignInFailureEntity } from '../session/sign-in-failure.entity.ts';
import { securityModule } from '../subgraph.ts';
import { anAuditEntry } from '../testing/an-audit-entry.ts';
import { aMember, aTenant, changeSetting } from '../testing/builders.ts';
import { errorCodes } from '../testing/errors-of.ts';
import { refusedSignIns, storedKeys } from '../testing/suspicious.ts';

const ACTIVITY = `{
  securityActivity {
    adminActions24h adminActionsPrevious24h adminActionsAssessment { state warnAt criticalAt }
    failedSignIns24h signInFailureSignals signInFailuresAssessment { state warnAt criticalAt }
    keyCreationSpikes keyCreationAssessment { state warnAt criticalAt }
    asOf
  }
}`;
const tenantId = '11111111-1111-4111-8111-111111111111';
const hourMs = 3_600_000;
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.em('security').nativeDelete(SignInFailureEntity, {});
  await db.em('security').nativeDelete(ApiKeyEntity, {});
  db.clock.advance(72 * hourMs);
});

const activity = async (caller: Caller = aPlatformCaller()) =>
  dataOf(await db.execute('security', ACTIVITY, {}, caller))['securityActivity'];
const staff = aPlatformCaller();

it('is all quiet while nothing happens', async () => {
  expect(await activity()).toEqual({
    adminActions24h: 0,
    adminActionsPrevious24h: 0,
    adminActionsAssessment: { state: 'OK', warnAt: 200, criticalAt: 1000 },
    failedSignIns24h: 0,
    signInFailureSignals: 0,
    signInFailuresAssessment: { state: 'OK', warnAt: 10, criticalAt: 50 },
    keyCreationSpikes: 0,
    keyCreationAssessment: { state: 'OK', warnAt: 5, criticalAt: 10 },
    asOf: db.clock.now().toISOString(),
  });
});

it('counts the changes of platform staff of two days, and nobody else’s', async () => {
  await anAuditEntry(db, { caller: staff });
  db.clock.advance(24 * hourMs);
  await anAuditEntry(db, { caller: staff });
  await anAuditEntry(db, { caller: staff });
  await anAuditEntry(db, { caller: staff, action: 'session.start' });
  for (const caller of [aTenantCaller(tenantId), aKey(['platform:read']), aService()]) {
    await anAuditEntry(db, { caller });
  }

  expect(await activity()).toMatchObject({ adminActions24h: 2, adminActionsPrevious24h: 1 });
});

it('judges the changes of platform staff by the thresholds in force', async () => {
  await anAuditEntry(db, { caller: staff });
  await changeSetting(db, 'security.admin-actions-warn', 1);

  const judged = await activity();
  await changeSetting(db, 'security.admin-actions-warn', 200);

  expect(judged).toMatchObject({ adminActionsAssessment: { state: 'WARN', warnAt: 1 } });
});

it('counts every refused sign-in once, the tenants to look at, and judges by the worst of them', async () => {
  const [one, other] = [await aTenant(db), await aTenant(db)];
  const { user } = await aMember(db, one.id, 'VIEWER');
  const { user: colleague } = await aMember(db, other.id, 'VIEWER');
  await refusedSignIns(db, user.email, 50);
  await refusedSignIns(db, colleague.email, 10);
  await refusedSignIns(db, 'nobody@example.com', 2);

  expect(await activity()).toMatchObject({
    failedSignIns24h: 62,
    signInFailureSignals: 2,
    signInFailuresAssessment: { state: 'CRITICAL', warnAt: 10, criticalAt: 50 },
  });
});

it('counts the tenants with a spike of new keys, and judges by the most unusual', async () => {
  const [one, other] = [await aTenant(db), await aTenant(db)];
  await storedKeys(db, { tenantId: one.id }, 12);
  await storedKeys(db, { tenantId: other.id }, 4);

  expect(await activity()).toMatchObject({
    keyCreationSpikes: 1,
    keyCreationAssessment: { state: 'CRITICAL', warnAt: 5, criticalAt: 10 },
  });
});

it('costs three statements, and none while it is kept', async () => {
  await activity();
  db.clock.advance(hourMs);

  const first = await db.countStatements(() => activity());
  const second = await db.countStatements(() => activity());

  expect([first.statements.length, second.statements.length]).toEqual([3, 0]);
});

it.each<[string, Caller, string]>([
  ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a caller without audit:read', aPlatformCaller(['platform:read']), 'FORBIDDEN'],
  ['a caller without platform:read', aPlatformCaller(['audit:read']), 'FORBIDDEN'],
  ['a tenant caller with platform:read by mistake', aTenantCaller(tenantId), 'FORBIDDEN'],
])('is refused to %s', async (_, caller, code) => {
  expect(errorCodes(await db.execute('security', ACTIVITY, {}, caller))).toEqual([code]);
});
