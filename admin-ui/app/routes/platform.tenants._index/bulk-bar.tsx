import { Download, Pause, Play } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '#app/components/ui/button.tsx';
import { plural } from '#app/lib/format.ts';
import { useHydrated } from '#app/lib/now.tsx';
import { paths } from '#app/lib/paths.ts';
import type { TenantRow } from './tenant-cells.tsx';
import { useSteadyRows } from './use-row-selection.ts';

type BulkBarProps = {
  chosen: readonly TenantRow[];
  pageRows: number;
  canWrite: boolean;
  onAll: (isChecked: boolean) => void;
};

/**
 * What can be done with the chosen rows. Each button submits the form around the table; whether it is shown is up to
 * the checkboxes alone (`:has`), so that it works before JavaScript.
 */
export function BulkBar({ chosen, pageRows, canWrite, onAll }: BulkBarProps) {
  const isHydrated = useHydrated();
  const bar = useRef<HTMLDivElement>(null);
  useSteadyRows(bar, chosen.length > 0);
  // Before JavaScript it is unknown who is chosen; the next page sorts that out.
  const has = (status: string) => !isHydrated || chosen.some((row) => row.status === status);
  return (
    <div className="bulk" ref={bar}>
      <b role="status" className="font-medium">
        {isHydrated ? `${chosen.length} selected` : 'Selected tenants'}
      </b>
      {isHydrated && chosen.length < pageRows ? (
        <Button kind="quiet" onClick={() => onAll(true)}>
          Select all {pageRows}
        </Button>
      ) : null}
      <div className="bulk-actions">
        {canWrite && has('ACTIVE') ? (
          <Button type="submit" name="to" value="suspend">
            <Pause className="icon icon-s" aria-hidden />
            Suspend…
          </Button>
        ) : null}
        {canWrite && has('SUSPENDED') ? (
          <Button type="submit" name="to" value="reactivate">
            <Play className="icon icon-s" aria-hidden />
            Reactivate…
          </Button>
        ) : null}
        <Button type="submit" formAction={paths.tenantsCsv()} data-native>
          <Download className="icon icon-s" aria-hidden />
          Export
          <span className="sr-only">
            {' '}
            {isHydrated ? plural(chosen.length, 'selected tenant') : 'selected tenants'} as CSV
          </span>
        </Button>
        {isHydrated ? (
          <Button kind="quiet" onClick={() => onAll(false)}>
            Clear
            <kbd className="hidden tablet:inline" aria-hidden="true">
              Esc
            </kbd>
          </Button>
        ) : null}
      </div>
    </div>
  );
}
