import { Copy, Ellipsis, Eye, Pause, Pencil, Play, ScrollText, Siren } from 'lucide-react';
import { Menu, type MenuEntry } from '#app/components/ui/menu.tsx';
import { paths } from '#app/lib/paths.ts';
import type { TenantRow } from './tenant-cells.tsx';

export type RowRights = { canWrite: boolean; canIncidents: boolean; canAudit: boolean };

type RowActionsProps = { row: TenantRow; rights: RowRights; onCopied: (text: string) => void };

/** What can be done with one tenant; what the role may not do is not offered. */
export function RowActions({ row, rights, onCopied }: RowActionsProps) {
  const { id } = row.tenant;
  const entries: (MenuEntry | false)[] = [
    { label: 'Open', Icon: Eye, to: paths.tenant(id) },
    rights.canWrite && { label: 'Edit', Icon: Pencil, to: paths.editTenant(id) },
    {
      label: 'Copy slug',
      Icon: Copy,
      onSelect: () => {
        // Only a page served over https or from this machine may write to the clipboard.
        void navigator.clipboard?.writeText(row.slug).then(() => onCopied(`Copied ${row.slug}`));
      },
    },
    rights.canIncidents && {
      label: 'Open incident…',
      Icon: Siren,
      to: paths.newIncident({ tenant: id }),
    },
    rights.canAudit && { label: 'View audit log', Icon: ScrollText, to: paths.auditLog({ tenant: id }) },
  ];
  const change = rights.canWrite ? changeOf(row) : null;
  const looks = { entries: entries.filter((entry) => entry !== false) };
  return (
    <Menu
      label={`Actions for ${row.name}`}
      triggerClass="row-menu"
      trigger={<Ellipsis className="icon" aria-hidden />}
      groups={change === null ? [looks] : [looks, { entries: [change] }]}
    />
  );
}

function changeOf({ tenant, status }: TenantRow): MenuEntry | null {
  if (status === 'ACTIVE')
    return { label: 'Suspend…', Icon: Pause, to: paths.tenantConfirm(tenant.id, 'suspend'), isDanger: true };
  if (status === 'SUSPENDED')
    return { label: 'Reactivate…', Icon: Play, to: paths.tenantConfirm(tenant.id, 'reactivate') };
  return null;
}
