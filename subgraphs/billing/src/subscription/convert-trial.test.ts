import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { aSubscriber, dayMs } from '../testing/a-subscriber.ts';

const CONVERT_TRIAL = `
  mutation ConvertTrial($input: ConvertTrialInput!) {
    convertTrial(input: $input) {
      subscription { status trialEndsAt trialConvertedAt plan { key } mrr { amountCents } }
      userErrors { code message field }
    }
  }`;

interface Payload {
  convertTrial: { subscription: object | null; userErrors: { code: string; field: string[] | null }[] };
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

async function convertTrial(tenantId: string): Promise<Payload['convertTrial']> {
  return dataOf<Payload>(await db.execute('billing', CONVERT_TRIAL, { input: { tenantId } })).convertTrial;
}

it('turns a running trial into a paid subscription', async () => {
  const tenantId = await aSubscriber(db, { startTrial: true });
  db.clock.advance(3 * dayMs);

  const payload = await convertTrial(tenantId);

  const now = db.clock.now().toISOString();
  expect(payload).toEqual({
    subscription: {
      status: 'ACTIVE',
      trialEndsAt: now,
      trialConvertedAt: now,
      plan: { key: 'pro' },
      mrr: { amountCents: 9_900 },
    },
    userErrors: [],
  });
});

it('publishes and audits the conversion', async () => {
  const tenantId = await aSubscriber(db, { startTrial: true });

  await convertTrial(tenantId);

  expect((await publishedEvents(db, tenantId)).at(-1)).toMatchObject({
    type: 'subscription.changed',
    data: { status: 'ACTIVE', mrrCents: 9_900 },
  });
  expect((await auditEntries(db, tenantId)).at(-1)).toMatchObject({
    action: 'subscription.convert-trial',
    before: { status: 'TRIALING', mrrCents: 0 },
    after: { status: 'ACTIVE', mrrCents: 9_900 },
  });
});

it('refuses a tenant without a trial, and a trial past its end', async () => {
  const withoutTrial = await aSubscriber(db);
  const late = await aSubscriber(db, { startTrial: true });
  db.clock.advance(14 * dayMs);

  const payloads = [await convertTrial(withoutTrial), await convertTrial(late)];

  for (const payload of payloads) {
    expect(payload).toMatchObject({
      subscription: null,
      userErrors: [{ code: 'INVALID_STATE', field: ['input', 'tenantId'] }],
    });
  }
});

it('reports NOT_FOUND for a tenant that does not exist', async () => {
  const payload = await convertTrial(randomUUID());

  expect(payload).toMatchObject({ subscription: null, userErrors: [{ code: 'NOT_FOUND' }] });
});

it('is forbidden to everybody but platform callers who may write billing', async () => {
  const tenantId = await aSubscriber(db, { startTrial: true });

  for (const [caller, code] of [
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['platform:read', 'billing:read']), 'FORBIDDEN'],
    [aTenantCaller(tenantId), 'FORBIDDEN'],
  ] as const) {
    const { errors } = await db.execute('billing', CONVERT_TRIAL, { input: { tenantId } }, caller);
    expect(errors?.[0]?.extensions).toMatchObject({ code });
  }
});
