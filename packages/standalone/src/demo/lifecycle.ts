import type { DemoTenant } from './fleet.ts';
import { incidentStory, type DemoIncident } from './incident-story.ts';
import { overrideStory, type DemoOverride } from './override-story.ts';
import { accountant, admin, membersOf, staff, type Member, type StaffMember } from './people.ts';
import { seededRandom } from './random.ts';
import { dayMs, hourMs } from './rhythm.ts';
import type { PlanKey } from './roster.ts';

/** One thing somebody did, as a use case will do it again with the clock set back. */
export type Action =
  | { kind: 'hire'; person: StaffMember }
  | { kind: 'create-tenant'; tenant: DemoTenant }
  | { kind: 'add-member'; tenant: DemoTenant; person: Member }
  | { kind: 'change-plan'; tenant: DemoTenant; planKey: PlanKey; startTrial: boolean }
  | { kind: 'buy-after-trial'; tenant: DemoTenant; planKey: PlanKey; boughtAfterMs: number }
  | { kind: 'expire-trials' }
  | { kind: 'fail-payment'; tenant: DemoTenant; payment: FailedPayment }
  | { kind: 'settle-payment'; tenant: DemoTenant; payment: FailedPayment }
  | { kind: 'suspend'; tenant: DemoTenant; reason: string }
  | { kind: 'cancel-subscription'; tenant: DemoTenant }
  | { kind: 'grant-override'; tenant: DemoTenant; override: DemoOverride }
  | {
      kind: 'revoke-override';
      tenant: DemoTenant;
      entitlementKey: DemoOverride['entitlementKey'];
      reason: string;
    }
  | { kind: 'expire-overrides' }
  | { kind: 'open-incident'; incident: DemoIncident }
  | { kind: 'update-incident'; incident: DemoIncident; version: number; change: IncidentChange }
  | { kind: 'resolve-incident'; incident: DemoIncident; text: string };

/** What is left out stays as it is. */
export interface IncidentChange {
  text: string;
  status: 'IDENTIFIED' | 'MONITORING' | undefined;
  severity: DemoIncident['severity'] | undefined;
  leadId: string | undefined;
}

export interface FailedPayment {
  reference: string;
  amountCents: number;
  dueAt: Date;
  reason: string;
}

/** `by` null is Intendant itself. */
export interface TimedAction {
  at: Date;
  by: StaffMember | null;
  action: Action;
}

const monthlyCents: Readonly<Record<PlanKey, number>> = {
  free: 0,
  pro: 9_900,
  agency: 29_900,
  enterprise: 129_900,
};
// The trials of billing's plans; a test fails when they differ.
export const trialDays = 14;

/** Everything that was done to the fleet up to the anchor, in the order of time. The same for the same anchor. */
export function lifecycle(fleet: readonly DemoTenant[], anchor: number): TimedAction[] {
  const hired = staff.map((person, index) => ({
    at: new Date(anchor - (720 - index) * dayMs),
    by: null,
    action: { kind: 'hire' as const, person },
  }));
  const lives = fleet.flatMap((tenant, rank) => lifeOf(tenant, rank, anchor));
  const works = [...overrideStory(fleet, anchor), ...incidentStory(fleet, anchor)];
  return [...hired, ...lives, ...works].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function lifeOf(tenant: DemoTenant, rank: number, anchor: number): TimedAction[] {
  const random = seededRandom(`life of ${tenant.slug}`);
  const createdAt = anchor - tenant.ageDays * dayMs + random.int(0, 5 * hourMs);
  const actions: TimedAction[] = [];
  const add = (at: number, by: StaffMember | null, action: Action): void => {
    // Nothing of the story lies in the future, however young the tenant.
    actions.push({ at: new Date(Math.min(at, anchor - 60_000)), by, action });
  };
  add(createdAt, admin, { kind: 'create-tenant', tenant });
  for (const person of membersOf(tenant, rank)) {
    add(createdAt + hourMs / 2, admin, { kind: 'add-member', tenant, person });
  }
  for (const { afterMs, by, action } of [
    ...subscriptionStory(tenant, anchor - createdAt),
    ...endings(tenant, anchor - createdAt),
  ]) {
    add(createdAt + afterMs, by, action);
  }
  for (const { at, action } of payments(tenant, rank, anchor)) {
    add(at, accountant, action);
  }
  return actions;
}

interface Step {
  afterMs: number;
  by: StaffMember | null;
  action: Action;
}

function subscriptionStory(tenant: DemoTenant, ageMs: number): Step[] {
  const { story, plan } = tenant;
  const move = (afterMs: number, planKey: PlanKey, startTrial = false): Step => ({
    afterMs,
    by: accountant,
    action: { kind: 'change-plan', tenant, planKey, startTrial },
  });
  switch (story) {
    case 'trial-running':
    case 'trial-ending':
      return [move(hourMs, plan, true)];
    case 'trial-converted':
      return [
        {
          afterMs: hourMs,
          by: accountant,
          action: { kind: 'buy-after-trial', tenant, planKey: plan, boughtAfterMs: 11 * dayMs },
        },
      ];
    case 'trial-expired':
      return [
        move(hourMs, 'pro', true),
        { afterMs: hourMs + trialDays * dayMs + 60_000, by: null, action: { kind: 'expire-trials' } },
      ];
    case 'upgraded':
      return [move(hourMs, plan === 'agency' ? 'pro' : 'agency'), move(ageMs - 17 * dayMs, plan)];
    case 'downgraded':
      return [move(hourMs, 'agency'), move(ageMs - 23 * dayMs, plan)];
    case 'canceled':
      return [
        move(hourMs, plan),
        {
          afterMs: ageMs - 10 * dayMs,
          by: accountant,
          action: { kind: 'cancel-subscription', tenant },
        },
      ];
    default:
      return plan === 'free' ? [] : [move(hourMs, plan)];
  }
}

function endings(tenant: DemoTenant, ageMs: number): Step[] {
  if (tenant.story !== 'suspended') {
    return [];
  }
  const reason =
    tenant.trade === 'stage'
      ? 'Season break until September, agreed with the management.'
      : 'The contract ended and was not renewed; data is kept for the agreed 60 days.';
  return [{ afterMs: ageMs - 9 * dayMs, by: admin, action: { kind: 'suspend', tenant, reason } }];
}

function payments(tenant: DemoTenant, rank: number, anchor: number): { at: number; action: Action }[] {
  const failed = (dueDaysAgo: number, reason: string): FailedPayment => ({
    reference: `pay_${tenant.slug}_${dueDaysAgo}`,
    amountCents: monthlyCents[tenant.plan],
    dueAt: new Date(anchor - dueDaysAgo * dayMs),
    reason,
  });
  const fail = (payment: FailedPayment): { at: number; action: Action } => ({
    at: payment.dueAt.getTime() + 6 * hourMs,
    action: { kind: 'fail-payment', tenant, payment },
  });
  switch (tenant.trouble) {
    case 'declined-card':
      return [fail(failed(9, 'card_declined: insufficient funds'))];
    case 'closed-account':
      return [38, 8].map((days) => fail(failed(days, 'account_closed: the bank account no longer exists')));
    case 'declined-and-drifting':
      return [fail(failed(6, 'card_declined: the card has expired'))];
    default: {
      if (tenant.plan === 'free' || tenant.ageDays < 60 || rank % 7 !== 4) {
        return [];
      }
      const payment = failed(33, 'card_declined: do not honour');
      const settled = payment.dueAt.getTime() + 3 * dayMs;
      return [fail(payment), { at: settled, action: { kind: 'settle-payment', tenant, payment } }];
    }
  }
}
