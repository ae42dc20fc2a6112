import { randomBytes } from 'node:crypto';
import type { BillingContext } from '@intendant/billing/context';
import { recordFailedPayment } from '@intendant/billing/payment/record-failed-payment';
import { settlePayment } from '@intendant/billing/payment/settle-payment';
import { cancelSubscription } from '@intendant/billing/subscription/cancel-subscription';
import { changePlan } from '@intendant/billing/subscription/change-plan';
import { convertTrial } from '@intendant/billing/subscription/convert-trial';
import { expireTrials } from '@intendant/billing/subscription/expire-trials';
import { lockTenant } from '@intendant/billing/tenant/lock-tenants';
import { startSubscription } from '@intendant/billing/subscription/start-subscription';
import { SettableClock } from '@intendant/kit/clock';
import type { Context } from '@intendant/kit/context';
import { errorCode, UserError } from '@intendant/kit/errors';
import { serviceCaller, type Caller } from '@intendant/kit/identity/caller';
import { setMembership } from '@intendant/security/membership/set-membership';
import { permissionsOfPlatformRole } from '@intendant/security/role/role-permissions';
import { createUser } from '@intendant/security/user/create-user';
import { setPlatformRole } from '@intendant/security/user/set-platform-role';
import { createTenant } from '@intendant/tenants/tenant/create-tenant';
import { suspendTenant } from '@intendant/tenants/tenant/suspend-tenant';
import type { Platform } from '../instance/platform.ts';
import type { TimedAction } from './lifecycle.ts';
import type { DemoPerson, StaffMember } from './people.ts';
import { performIncidentAction } from './perform-incident.ts';
import { performOverrideAction } from './perform-override.ts';

const uniqueViolation = '23505';

/** The caller the demo fleet acts as where no person does. */
export const demoCaller = serviceCaller('demo');

/**
 * Does one thing of the fleet's story through the same use case as everybody, as the person who did it and with the
 * clock set back to when it was done. Throws what the use case throws. `isRepeat` says that an interrupted load may
 * have done some or all of it: what is there already is then no mistake.
 */
export async function performAction(
  platform: Pick<Platform, 'runtime'>,
  { at, by, action }: TimedAction,
  { isRepeat }: { isRepeat: boolean },
): Promise<void> {
  const caller = by ? callerOf(by) : demoCaller;
  // The modules' contexts differ in their loaders; each runtime makes those of its own module.
  const context = <C extends Context>(module: string, as: Caller = caller, when: Date = at): C => {
    const own: Context = platform.runtime(module).contextFor({ caller: as });
    return { ...own, clock: new SettableClock(when) } as Context as C;
  };

  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(isRepeat && wasDoneBefore(error))) {
        throw error;
      }
    }
  };
  const addUser = (person: DemoPerson): Promise<void> =>
    attempt(() => createUser(context('security'), { ...userOf(person), password: unknownPassword() }));

  switch (action.kind) {
    case 'hire': {
      const { person } = action;
      await addUser(person);
      return attempt(() => setPlatformRole(context('security'), { userId: person.id, role: person.role }));
    }
    case 'create-tenant': {
      const { id, name, slug, contactEmail } = action.tenant;
      return startWithTenant(context('billing', serviceCaller('billing')), id, () =>
        attempt(() => createTenant(context('tenants'), { id, name, slug, contactEmail, isDemo: true })),
      );
    }
    case 'add-member': {
      const { person, tenant } = action;
      await addUser(person);
      const membership = { userId: person.id, tenantId: tenant.id, role: person.role };
      return attempt(() => setMembership(context('security'), membership));
    }
    case 'change-plan': {
      const { tenant, planKey, startTrial } = action;
      return attempt(() => changePlan(context('billing'), { tenantId: tenant.id, planKey, startTrial }));
    }
    case 'buy-after-trial': {
      const { tenant, planKey, boughtAfterMs } = action;
      const tenantId = tenant.id;
      await attempt(() => changePlan(context('billing'), { tenantId, planKey, startTrial: true }));
      const later = context<BillingContext>('billing', caller, new Date(at.getTime() + boughtAfterMs));
      return attempt(() => convertOrBuy(later, { tenantId, planKey }));
    }
    case 'expire-trials':
      return attempt(() => expireTrials(context('billing')));
    case 'fail-payment': {
      const { tenant, payment } = action;
      return attempt(() => recordFailedPayment(context('billing'), { tenantId: tenant.id, ...payment }));
    }
    case 'settle-payment': {
      const { tenant, payment } = action;
      // The same reference again records nothing and says which payment it was.
      const { id } = await recordFailedPayment(context('billing'), { tenantId: tenant.id, ...payment });
      return attempt(() => settlePayment(context('billing'), { id }));
    }
    case 'cancel-subscription':
      return attempt(() => cancelSubscription(context('billing'), { tenantId: action.tenant.id }));
    case 'grant-override':
    case 'revoke-override':
    case 'expire-overrides':
      return attempt(() => performOverrideAction(action, context('billing')));
    case 'open-incident':
    case 'update-incident':
    case 'resolve-incident':
      return attempt(() =>
        performIncidentAction(action, context('health'), (person) => context('health', callerOf(person))),
      );
    case 'suspend':
      return attempt(() =>
        suspendTenant(context('tenants'), { id: action.tenant.id, reason: action.reason }),
      );
  }
}

/**
 * Starts a new tenant's subscription by the story's clock. Billing would start it itself on hearing of the tenant, by
 * today's clock: the lock makes it wait, and find it started. Not `transactional`, whose asynchronous context would
 * reach into the creation of the tenant, which is another module's.
 */
async function startWithTenant(
  ctx: BillingContext,
  id: string,
  createIt: () => Promise<void>,
): Promise<void> {
  const { em } = ctx;
  await em.begin();
  try {
    await lockTenant(em, id);
    await createIt();
    await startSubscription(em, ctx, id);
    await em.commit();
  } catch (error) {
    await em.rollback();
    throw error;
  }
}

/** Whether a use case refused because its work is done: by its own rules, or by the fleet's fixed identifiers. */
/**
 * Converts a trial of the past. By today's clock it ended long ago, so the sweep of each minute may just have expired
 * it; then the plan is bought without.
 */
async function convertOrBuy(
  ctx: BillingContext,
  { tenantId, planKey }: { tenantId: string; planKey: string },
): Promise<void> {
  try {
    await convertTrial(ctx, { tenantId });
  } catch (error) {
    if (!(error instanceof UserError && error.code === 'INVALID_STATE')) {
      throw error;
    }
    await changePlan(ctx, { tenantId, planKey, startTrial: false });
  }
}

function wasDoneBefore(error: unknown): boolean {
  return (
    (error instanceof UserError && ['ALREADY_EXISTS', 'INVALID_STATE', 'CONFLICT'].includes(error.code)) ||
    errorCode(error) === uniqueViolation
  );
}

function callerOf({ id, name, role }: StaffMember): Caller {
  const permissions = permissionsOfPlatformRole(role);
  return { ...demoCaller, kind: 'user', id, name, permissions };
}

function userOf({ id, name, email }: DemoPerson) {
  return { id, name, email, isDemo: true };
}

/** Nobody signs in as a person of the demo fleet. */
function unknownPassword(): string {
  return randomBytes(24).toString('base64url');
}
