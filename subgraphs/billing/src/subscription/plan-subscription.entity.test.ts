import type { Plan } from '../plan/plan.entity.ts';
import {
  hasTrialEnded,
  initialSubscriptionState,
  moveToPlan,
  mrrCents,
  type PlanSubscription,
} from './plan-subscription.entity.ts';

const now = new Date('2026-11-20T09:00:00.000Z');
const free: Plan = { id: 'free', key: 'free', name: 'Free', position: 1, monthlyPriceCents: 0, trialDays: 0 };
const pro: Plan = {
  id: 'pro',
  key: 'pro',
  name: 'Pro',
  position: 2,
  monthlyPriceCents: 9_900,
  trialDays: 14,
};

function aSubscription(): PlanSubscription {
  return initialSubscriptionState('subscription', 'tenant', free, now);
}

it.each([
  ['ACTIVE', 9_900],
  ['TRIALING', 0],
  ['CANCELED', 0],
] as const)('counts the plan’s price as revenue when %s: %i', (status, cents) => {
  expect(mrrCents({ status, plan: pro })).toBe(cents);
});

it('ends a trial at its last instant, not after it', () => {
  const subscription = aSubscription();

  moveToPlan(subscription, pro, { startTrial: true, now });

  expect(hasTrialEnded(subscription, new Date('2026-12-04T08:59:59.999Z'))).toBe(false);
  expect(hasTrialEnded(subscription, new Date('2026-12-04T09:00:00.000Z'))).toBe(true);
});

it('changes nothing when it refuses', () => {
  const subscription = aSubscription();

  expect(() => moveToPlan(subscription, free, { startTrial: true, now })).toThrow(
    'The plan Free has no trial.',
  );

  expect(subscription).toEqual(aSubscription());
});
