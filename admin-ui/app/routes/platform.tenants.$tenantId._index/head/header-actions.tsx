import { Download, Ellipsis, Pause, Pencil, Play, ScrollText, Siren } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { Menu, type MenuEntry } from '#app/components/ui/menu.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { paths } from '#app/lib/paths.ts';
import { incidentPath } from '../incident-path.ts';
import type { Can } from '../rights.ts';
import type { TenantData } from '../tenant-data.ts';

type HeaderActionsProps = { tenant: TenantData; health: TenantHealthPartFragment | null; can: Can };

/** What the caller may do with the tenant; what a role may not do is not offered. */
export function HeaderActions({ tenant, health, can }: HeaderActionsProps) {
  const entries: (MenuEntry | false)[] = [
    can.write && { label: 'Edit', Icon: Pencil, to: paths.editTenant(tenant.id) },
    can.health && {
      label: 'Export figures as CSV',
      Icon: Download,
      to: paths.tenantsCsv({ id: tenant.id }),
      isFile: true,
    },
    can.audit && { label: 'View audit log', Icon: ScrollText, to: paths.auditLog({ tenant: tenant.id }) },
  ];
  const shown = entries.filter((entry) => entry !== false);
  return (
    <div className="page-actions">
      {can.incidents ? (
        <ButtonLink to={incidentPath(tenant, health)}>
          <Siren className="icon icon-s" aria-hidden />
          Open incident…
        </ButtonLink>
      ) : null}
      {can.write && tenant.status === 'ACTIVE' ? (
        <ButtonLink id="suspend" to={paths.tenantConfirm(tenant.id, 'suspend')} preventScrollReset>
          <Pause className="icon icon-s" aria-hidden />
          Suspend…
        </ButtonLink>
      ) : null}
      {can.write && tenant.status === 'SUSPENDED' ? (
        <ButtonLink
          id="reactivate"
          kind="primary"
          to={paths.tenantConfirm(tenant.id, 'reactivate')}
          preventScrollReset
        >
          <Play className="icon icon-s" aria-hidden />
          Reactivate…
        </ButtonLink>
      ) : null}
      {shown.length === 0 ? null : (
        <Menu
          label={`More actions for ${tenant.name}`}
          triggerClass="button square"
          trigger={<Ellipsis className="icon" aria-hidden />}
          groups={[{ entries: shown }]}
        />
      )}
    </div>
  );
}
