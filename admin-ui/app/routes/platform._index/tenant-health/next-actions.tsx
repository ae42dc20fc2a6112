import {
  Building2,
  CreditCard,
  Ellipsis,
  FileWarning,
  GitCompareArrows,
  KeyRound,
  Pause,
  Scale,
  ScrollText,
  Siren,
  type LucideIcon,
} from 'lucide-react';
import { clauseFacts } from '#app/components/risk-clause.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { Menu, type MenuEntry } from '#app/components/ui/menu.tsx';
import type {
  AtRiskTenantPartFragment,
  ClausePartFragment,
  OpenIncidentPartFragment,
  RiskClauseKind,
} from '#app/gql/graphql.ts';
import { paths } from '#app/lib/paths.ts';
import { useDashboard } from '../dashboard-context.ts';
import type { DashboardRights } from '../overview-request.ts';

type IncidentName = Pick<OpenIncidentPartFragment, 'id' | 'number'>;

/** The incident that is open for a tenant at risk. */
export type OpenIncidentOf = (risk: AtRiskTenantPartFragment) => IncidentName | undefined;

const icons: Record<RiskClauseKind, LucideIcon> = {
  FAILURE_RATE: FileWarning,
  DRIFT: GitCompareArrows,
  CREDENTIAL_FAILURES: KeyRound,
  DELINQUENT: CreditCard,
};

type NextActionsProps = {
  risk: AtRiskTenantPartFragment;
  clauses: readonly ClausePartFragment[];
  isPrimary: boolean;
  incidentOf: OpenIncidentOf;
};

/** The safe next step for the worst clause, and what else can be done. Each leads to where it really happens. */
export function NextActions({ risk, clauses, isPrimary, incidentOf }: NextActionsProps) {
  const { rights } = useDashboard();
  const { tenant, name } = risk;
  if (clauses.length === 0) return null;
  const reviewable = clauses.filter(({ kind }) => mayReview(kind, rights));
  const next = nextAction(tenant.id, reviewable[0]);
  const others = otherActions(risk, clauses, reviewable.slice(1), rights, incidentOf(risk));
  return (
    <div className="risk-action">
      <ButtonLink kind={isPrimary ? 'primary' : 'plain'} to={next.to}>
        <next.Icon className="icon icon-s" aria-hidden />
        {next.label}
        <span className="sr-only"> of {name}</span>
      </ButtonLink>
      {others.length === 0 ? null : (
        <Menu
          label={`More actions for ${name}`}
          triggerClass="button square row-actions"
          trigger={<Ellipsis className="icon" aria-hidden />}
          groups={[{ entries: others }]}
        />
      )}
    </div>
  );
}

/** Payments are billing's to show; everything else at risk may be seen by who sees the risk. */
export function mayReview(kind: RiskClauseKind, rights: DashboardRights): boolean {
  return kind !== 'DELINQUENT' || rights.billing;
}

function nextAction(tenantId: string, clause: ClausePartFragment | undefined) {
  if (clause === undefined) return { label: 'Open tenant', Icon: Building2, to: paths.tenant(tenantId) };
  const { action, tab } = clauseFacts[clause.kind];
  return { label: action, Icon: icons[clause.kind], to: paths.tenantTab(tenantId, tab) };
}

function otherActions(
  { tenant, name, status }: AtRiskTenantPartFragment,
  clauses: readonly ClausePartFragment[],
  reviewable: readonly ClausePartFragment[],
  rights: DashboardRights,
  incident: IncidentName | undefined,
): MenuEntry[] {
  const entries: MenuEntry[] = reviewable.map(({ kind }) => ({
    label: clauseFacts[kind].action,
    Icon: icons[kind],
    to: paths.tenantTab(tenant.id, clauseFacts[kind].tab),
  }));
  if (incident !== undefined)
    entries.push({
      label: `View incident #${incident.number}`,
      Icon: Siren,
      to: paths.incident(incident.id),
    });
  else if (rights.workIncidents)
    entries.push({
      label: 'Open incident…',
      Icon: Siren,
      to: paths.newIncident({ tenant: tenant.id, title: incidentTitle(name, clauses) }),
    });
  if (rights.grantOverrides)
    entries.push({
      label: 'Grant override…',
      Icon: Scale,
      to: paths.newOverride({ tenant: tenant.id }),
    });
  if (rights.audit)
    entries.push({ label: 'View activity', Icon: ScrollText, to: paths.auditLog({ tenant: tenant.id }) });
  if (rights.suspendTenants && status === 'ACTIVE')
    entries.push({
      label: 'Suspend…',
      Icon: Pause,
      isDanger: true,
      to: paths.tenantConfirm(tenant.id, 'suspend'),
    });
  return entries;
}

/** What an incident about these clauses is called to begin with: "Hanse Sinfonietta: failure rate, credentials". */
function incidentTitle(name: string, clauses: readonly ClausePartFragment[]): string {
  return `${name}: ${clauses.map(({ kind }) => clauseFacts[kind].short.toLowerCase()).join(', ')}`;
}
