import type { DemoTenant } from './fleet.ts';
import type { TimedAction } from './lifecycle.ts';
import { accountant, admin, type StaffMember } from './people.ts';
import { dayMs } from './rhythm.ts';

/** An exception that was granted to a tenant. */
export interface DemoOverride {
  entitlementKey: 'executions' | 'api-requests' | 'workflows' | 'environments' | 'storage' | 'users';
  /** Null for no limit. */
  limit: number | null;
  reason: string;
  expiresAt: Date;
}

interface Story {
  tenant: string;
  entitlementKey: DemoOverride['entitlementKey'];
  limit: number | null;
  reason: string;
  by: StaffMember;
  grantedDaysAgo: number;
  /** From the anchor; negative when it has ended. */
  endsInDays: number;
  revoked?: { daysAgo: number; reason: string; by: StaffMember };
}

const gib = 1024 ** 3;

const stories: readonly Story[] = [
  {
    tenant: 'Capella Montserrat Nova',
    entitlementKey: 'storage',
    limit: 20 * gib,
    reason: 'Recordings of the anniversary festival, until they are cut.',
    by: accountant,
    grantedDaysAgo: 12,
    endsInDays: 48,
  },
  {
    tenant: 'Bluefinch Analytics',
    entitlementKey: 'executions',
    limit: 60_000,
    reason: 'Migration of two years of reports; agreed with their management.',
    by: accountant,
    grantedDaysAgo: 8,
    endsInDays: 5,
  },
  {
    tenant: 'Fjordland Sinfonia',
    entitlementKey: 'environments',
    limit: null,
    reason: 'Pilot of the touring edition: an environment for each venue.',
    by: admin,
    grantedDaysAgo: 40,
    endsInDays: 140,
  },
  {
    tenant: 'Lake District Youth Symphony',
    entitlementKey: 'users',
    limit: 8,
    reason: 'Summer academy: tutors need access of their own.',
    by: accountant,
    grantedDaysAgo: 84,
    endsInDays: -24,
  },
  {
    tenant: 'Kilnworks CRM',
    entitlementKey: 'api-requests',
    limit: 400_000,
    reason: 'Import of the old customer records.',
    by: accountant,
    grantedDaysAgo: 33,
    endsInDays: 27,
    revoked: { daysAgo: 19, reason: 'The import is done.', by: accountant },
  },
];

/** Exceptions granted to tenants: in force, about to end, ended by themselves, revoked. */
export function overrideStory(fleet: readonly DemoTenant[], anchor: number): TimedAction[] {
  const daysAgo = (days: number): Date => new Date(anchor - days * dayMs);
  return stories.flatMap(({ tenant: name, by, grantedDaysAgo, endsInDays, revoked, ...granted }) => {
    const tenant = fleet.find((candidate) => candidate.name === name);
    if (!tenant) {
      return [];
    }
    const override = { ...granted, expiresAt: daysAgo(-endsInDays) };
    const grant: TimedAction = {
      at: daysAgo(grantedDaysAgo),
      by,
      action: { kind: 'grant-override', tenant, override },
    };
    if (revoked) {
      const { entitlementKey } = override;
      const action = { kind: 'revoke-override' as const, tenant, entitlementKey, reason: revoked.reason };
      return [grant, { at: daysAgo(revoked.daysAgo), by: revoked.by, action }];
    }
    const isOver = endsInDays < 0;
    const at = new Date(override.expiresAt.getTime() + 60_000);
    return isOver ? [grant, { at, by: null, action: { kind: 'expire-overrides' } }] : [grant];
  });
}
