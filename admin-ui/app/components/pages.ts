import {
  Activity,
  Building2,
  LayoutDashboard,
  Scale,
  ScrollText,
  Settings,
  Siren,
  UserCog,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { paths } from '#app/lib/paths.ts';
import { may, type Caller, type Permission } from '#app/lib/permissions.ts';

export type PageCount = 'incidents' | 'tenants' | 'exceptions';

export type Page = {
  group: 'Platform' | 'Tenants' | 'Revenue' | 'Security' | null;
  label: string;
  to: string;
  Icon: LucideIcon;
  needs: readonly Permission[];
  /** After G it leads here. */
  goKey: string;
  count?: PageCount;
};

/** The pages that exist, in the order of the navigation, and what it takes to open them. */
export const pages: readonly Page[] = [
  {
    group: 'Platform',
    label: 'Dashboard',
    to: paths.platform(),
    Icon: LayoutDashboard,
    needs: ['platform:read'],
    goKey: 'd',
  },
  {
    group: 'Platform',
    label: 'Incidents',
    to: paths.incidents(),
    Icon: Siren,
    needs: ['platform:read', 'health:read'],
    goKey: 'i',
    count: 'incidents',
  },
  {
    group: 'Platform',
    label: 'System metrics',
    to: paths.systemMetrics(),
    Icon: Activity,
    needs: ['platform:read', 'health:read'],
    goKey: 'm',
  },
  {
    group: 'Tenants',
    label: 'Tenants',
    to: paths.tenants(),
    Icon: Building2,
    needs: ['platform:read', 'tenants:read'],
    goKey: 't',
    count: 'tenants',
  },
  {
    group: 'Revenue',
    label: 'Enforcement',
    to: paths.enforcement(),
    Icon: Scale,
    needs: ['platform:read', 'billing:read'],
    goKey: 'e',
    count: 'exceptions',
  },
  {
    group: 'Security',
    label: 'Users',
    to: paths.users(),
    Icon: Users,
    needs: ['platform:read', 'users:read'],
    goKey: 'u',
  },
  {
    group: 'Security',
    label: 'Platform admins',
    to: paths.admins(),
    Icon: UserCog,
    needs: ['platform:read', 'users:read'],
    goKey: 'p',
  },
  {
    group: 'Security',
    label: 'Audit log',
    to: paths.auditLog(),
    Icon: ScrollText,
    needs: ['platform:read', 'audit:read'],
    goKey: 'a',
  },
  {
    group: null,
    label: 'Settings',
    to: paths.settings(),
    Icon: Settings,
    needs: ['platform:read'],
    goKey: 's',
  },
];

/** The pages a caller may open. */
export function pagesFor(caller: Pick<Caller, 'permissions'>): readonly Page[] {
  return pages.filter((page) => may(caller, ...page.needs));
}

/** The page an address belongs to. The longest wins, so that a page below Tenants does not mark the dashboard. */
export function pageAt(pathname: string, among: readonly Page[] = pages): Page | undefined {
  return among
    .filter((page) => pathname === page.to || pathname.startsWith(`${page.to}/`))
    .toSorted((a, b) => b.to.length - a.to.length)[0];
}
