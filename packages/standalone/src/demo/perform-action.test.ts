import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { PlanSubscriptionEntity } from '@intendant/billing/subscription/plan-subscription.entity';
import { UserEntity } from '@intendant/security/user/user.entity';
import { TenantEntity } from '@intendant/tenants/tenant/tenant.entity';
import { subgraphModules } from '../instance/modules.ts';
import { demoFleet } from './fleet.ts';
import { lifecycle, type TimedAction } from './lifecycle.ts';
import { performAction } from './perform-action.ts';

const anchor = Date.parse('2026-11-20T09:00:00.000Z');
// One tenant of each story and trouble is enough, and costs fewer password hashes.
const fleet = demoFleet().filter(
  (tenant, index, all) =>
    (tenant.story ?? tenant.trouble) !== undefined &&
    all.findIndex((other) => other.story === tenant.story && other.trouble === tenant.trouble) === index,
);
const actions: TimedAction[] = lifecycle(fleet, anchor);

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase(subgraphModules);
});
afterAll(() => db.close());

test('every action of the story is accepted by its use case, and harmless when it is repeated', async () => {
  for (const action of actions) {
    await performAction(db, action, { isRepeat: false });
    await performAction(db, action, { isRepeat: true });
  }

  const [tenants, subscriptions, users] = await Promise.all([
    db.em('tenants').find(TenantEntity, {}),
    db.em('billing').find(PlanSubscriptionEntity, {}, { populate: ['plan'] }),
    db.em('security').find(UserEntity, {}),
  ]);
  const planOf = new Map(subscriptions.map(({ tenantId, plan }) => [tenantId, plan.key]));
  expect(fleet.map(({ id }) => planOf.get(id))).toEqual(fleet.map(({ plan }) => plan));
  expect(tenants.every(({ isDemo }) => isDemo)).toBe(true);
  expect(users.every(({ isDemo }) => isDemo)).toBe(true);
  expect(tenants.filter(({ status }) => status === 'SUSPENDED')).toHaveLength(
    fleet.filter(({ story }) => story === 'suspended').length,
  );
  expect(tenants.map(({ createdAt }) => createdAt.getTime()).every((at) => at < anchor)).toBe(true);
}, 120_000);

test('what is there already is a mistake outside of a repeat', async () => {
  const [create] = actions.filter(({ action }) => action.kind === 'suspend');

  await expect(create && performAction(db, create, { isRepeat: false })).rejects.toThrow(/already suspended/);
});
