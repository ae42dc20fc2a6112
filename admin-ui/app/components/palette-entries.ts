import {
  Building2,
  CreditCard,
  FileWarning,
  GitCompareArrows,
  KeyRound,
  Pause,
  Pencil,
  Play,
  Plus,
  Scale,
  ScrollText,
  ShieldAlert,
  Siren,
  type LucideIcon,
} from 'lucide-react';
import { paths } from '#app/lib/paths.ts';
import { may, type Caller, type Permission } from '#app/lib/permissions.ts';
import { pagesFor } from './pages.ts';
import { stateOf, type Assessed } from './ui/assessment.tsx';
import type { State } from './ui/status.tsx';

export type PaletteTenant = {
  id: string;
  name: string;
  slug: string;
  status: string;
  /** Null for a role that may not know. */
  riskState: Assessed['state'] | null;
};

/** What the server knows for the palette: tenants that match, and the one whose page is open. */
export type PaletteAnswer = { query: string; tenants: PaletteTenant[]; here: PaletteTenant | null };

export type PaletteEntry = {
  id: string;
  label: string;
  Icon: LucideIcon;
  to: string;
  /** Only of a tenant at risk. */
  state?: State;
  keys?: readonly string[];
};

export type PaletteGroup = { label: string; entries: PaletteEntry[] };

type Asked = { text: string; caller: Pick<Caller, 'permissions'>; answer: PaletteAnswer | null };

/**
 * What is offered, the likeliest first. Without a text: what can be done here, who needs somebody, every page. With
 * one: the tenants that match, what can be done for the first of them, and the pages and actions that match.
 */
export function paletteGroups({ text, caller, answer }: Asked): PaletteGroup[] {
  const here = answer?.here ?? null;
  const found = answer?.tenants ?? [];
  const isEmpty = text.trim() === '';
  const matching = (entries: PaletteEntry[]) => (isEmpty ? entries : entries.filter(matches(text)));
  const first = isEmpty ? undefined : found[0];
  const groups: PaletteGroup[] = [
    {
      label: here === null ? '' : `Actions on ${here.name}`,
      entries: here === null || here.id === first?.id ? [] : matching(tenantActions(here, caller)),
    },
    { label: isEmpty ? 'Tenants at risk' : 'Tenants', entries: found.map(tenantEntry) },
    {
      label: first === undefined ? '' : `Actions on ${first.name}`,
      entries: first === undefined ? [] : tenantActions(first, caller),
    },
    { label: 'Go to', entries: matching(pageEntries(caller)) },
    { label: 'Actions', entries: matching(globalActions(caller)) },
  ];
  return groups.filter((group) => group.entries.length > 0);
}

function tenantEntry(tenant: PaletteTenant): PaletteEntry {
  const state = tenant.riskState === null ? undefined : stateOf[tenant.riskState];
  return {
    id: `tenant-${tenant.id}`,
    label: tenant.name,
    Icon: Building2,
    to: paths.tenant(tenant.id),
    ...(state === 'warn' || state === 'critical' ? { state } : {}),
  };
}

function pageEntries(caller: Asked['caller']): PaletteEntry[] {
  return pagesFor(caller).map(({ label, Icon, to, goKey }) => ({
    id: `page-${goKey}`,
    label,
    Icon,
    to,
    keys: ['G', goKey.toUpperCase()],
  }));
}

type Offer = { label: string; Icon: LucideIcon; to: string; needs: Permission[] };

function globalActions(caller: Asked['caller']): PaletteEntry[] {
  const offers: Offer[] = [
    { label: 'Create tenant…', Icon: Plus, to: paths.newTenant(), needs: ['tenants:write'] },
    {
      label: 'Open incident…',
      Icon: Siren,
      to: paths.newIncident(),
      needs: ['health:read', 'incidents:write'],
    },
    {
      label: 'Grant override…',
      Icon: Scale,
      to: paths.newOverride(),
      needs: ['billing:read', 'billing:write'],
    },
    {
      label: 'Work the dead letters',
      Icon: FileWarning,
      to: paths.deadLetters(),
      needs: ['health:read', 'jobs:write'],
    },
    { label: 'Refused sign-ins', Icon: ShieldAlert, to: paths.signInFailures(), needs: ['audit:read'] },
  ];
  return entriesOf('action', offers, caller);
}

function tenantActions({ id, name, status }: PaletteTenant, caller: Asked['caller']): PaletteEntry[] {
  const tab = (key: string) => paths.tenantTab(id, key);
  const offers: Offer[] = [
    { label: 'Failing executions', Icon: FileWarning, to: tab('failures'), needs: ['health:read'] },
    { label: 'Drift', Icon: GitCompareArrows, to: tab('drift'), needs: ['health:read'] },
    { label: 'Credentials', Icon: KeyRound, to: tab('credentials'), needs: ['health:read'] },
    { label: 'Plan, limits and payments', Icon: CreditCard, to: tab('plan'), needs: ['billing:read'] },
    {
      label: 'Open incident…',
      Icon: Siren,
      to: paths.newIncident({ tenant: id }),
      needs: ['health:read', 'incidents:write'],
    },
    {
      label: 'Grant override…',
      Icon: Scale,
      to: paths.newOverride({ tenant: id }),
      needs: ['billing:read', 'billing:write'],
    },
    { label: 'Edit', Icon: Pencil, to: paths.editTenant(id), needs: ['tenants:write'] },
    ...(status === 'ACTIVE'
      ? [{ label: 'Suspend…', Icon: Pause, to: paths.tenantConfirm(id, 'suspend'), needs: writes }]
      : []),
    ...(status === 'SUSPENDED'
      ? [{ label: 'Reactivate…', Icon: Play, to: paths.tenantConfirm(id, 'reactivate'), needs: writes }]
      : []),
    {
      label: `Audit log of ${name}`,
      Icon: ScrollText,
      to: paths.auditLog({ tenant: id }),
      needs: ['audit:read'],
    },
  ];
  return entriesOf(`on-${id}`, offers, caller);
}

const writes: Permission[] = ['tenants:write'];

function entriesOf(prefix: string, offers: readonly Offer[], caller: Asked['caller']): PaletteEntry[] {
  return offers
    .filter(({ needs }) => may(caller, 'platform:read', ...needs))
    .map(({ label, Icon, to }, index) => ({ id: `${prefix}-${index}`, label, Icon, to }));
}

/** Every word begins or stands in the label, whatever its letter case and accents. */
function matches(text: string): (entry: PaletteEntry) => boolean {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return ({ label }) => {
    const target = plain(label);
    return words.every((word) => target.includes(word));
  };
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}
