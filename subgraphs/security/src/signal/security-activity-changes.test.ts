import type { Caller } from '@intendant/kit/identity/caller';
import { aPlatformCaller, aService, aTenantCaller } from '@intendant/kit/testing/callers';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { createApiKey } from '../api-key/create-api-key.ts';
import type { SecurityContext } from '../context.ts';
import { securityModule } from '../subgraph.ts';
import { anAuditEntry } from '../testing/an-audit-entry.ts';
import { changeSetting } from '../testing/builders.ts';
import { refusedSignIns } from '../testing/suspicious.ts';

const CHANGES = `subscription {
  securityActivityChanged {
    securityActivity { adminActions24h failedSignIns24h signInFailuresAssessment { warnAt } }
    adminActions(first: 2) { action tenant { id } }
    signInFailureSignals { failures }
    keyCreationSignals { keys24h }
    asOf
  }
}`;

interface Change {
  securityActivity: {
    adminActions24h: number;
    failedSignIns24h: number;
    signInFailuresAssessment: { warnAt: number };
  };
  adminActions: { action: string }[];
  signInFailureSignals: { failures: number }[];
  keyCreationSignals: { keys24h: number }[];
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());

async function changes(caller: Caller = aPlatformCaller()) {
  const context = db.context('security', caller);
  const events = await db.runtime('security').subscribe({ query: CHANGES, context });
  if (!(Symbol.asyncIterator in events)) {
    throw new Error(JSON.stringify(events.errors));
  }
  const next = async (): Promise<Change> => {
    const { value } = await events.next();
    if (value.errors) {
      throw new Error(JSON.stringify(value.errors));
    }
    return value.data.securityActivityChanged;
  };
  return {
    next,
    async until(isSeen: (change: Change) => boolean): Promise<Change> {
      let change = await next();
      while (!isSeen(change)) {
        change = await next();
      }
      return change;
    },
    stop: () => events.return?.(),
  };
}

it('tells how things stand at once, and again when somebody changed something', async () => {
  await anAuditEntry(db, { action: 'tenant.create' });
  const seen = await changes();

  const first = await seen.next();
  await anAuditEntry(db, { action: 'tenant.suspend' });
  const second = await seen.until(({ adminActions }) => adminActions[0]?.action === 'tenant.suspend');

  expect(first.adminActions).toMatchObject([{ action: 'tenant.create' }]);
  expect(second).toMatchObject({
    securityActivity: { adminActions24h: first.securityActivity.adminActions24h + 1 },
    adminActions: [{ action: 'tenant.suspend' }, { action: 'tenant.create' }],
  });
  await seen.stop();
});

it('tells of a refused sign-in, a new key and a changed threshold', async () => {
  const seen = await changes();
  await seen.next();

  await refusedSignIns(db, 'nobody@example.com');
  const refused = await seen.until(({ signInFailureSignals }) => signInFailureSignals.length > 0);
  await createApiKey(db.context('security', aService()) as SecurityContext, {
    name: 'ci',
    scopes: ['health:read'],
  });
  const created = await seen.until(({ keyCreationSignals }) => keyCreationSignals.length > 0);
  await changeSetting(db, 'security.sign-in-failures-warn', 7);
  const judged = await seen.until(
    ({ securityActivity }) => securityActivity.signInFailuresAssessment.warnAt === 7,
  );

  expect(refused).toMatchObject({
    securityActivity: { failedSignIns24h: 1 },
    signInFailureSignals: [{ failures: 1 }],
  });
  expect(created.keyCreationSignals).toEqual([{ keys24h: 1 }]);
  expect(judged.signInFailureSignals).toEqual([{ failures: 1 }]);
  await seen.stop();
});

it('tells many changes together, and the last of them for certain', async () => {
  const seen = await changes();
  const { securityActivity: before } = await seen.next();
  let told = 0;

  for (let count = 0; count < 30; count += 1) {
    await anAuditEntry(db);
  }
  await seen.until(({ securityActivity }) => {
    told += 1;
    return securityActivity.adminActions24h === before.adminActions24h + 30;
  });

  expect(told).toBeLessThan(30);
  await seen.stop();
});

it.each<[string, Caller]>([
  ['a caller without audit:read', aPlatformCaller(['platform:read'])],
  [
    'a tenant caller with platform:read by mistake',
    aTenantCaller('11111111-1111-4111-8111-111111111111', ['platform:read', 'audit:read']),
  ],
])('is refused to %s', async (_, caller) => {
  await expect(changes(caller)).rejects.toThrow('FORBIDDEN');
});
