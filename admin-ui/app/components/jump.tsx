import { Link, useMatches, useParams } from '@remix-run/react';
import { ChevronsUpDown, Search } from 'lucide-react';
import { Suspense, type ReactNode } from 'react';
import { useHydrated } from '#app/lib/now.tsx';
import { paths } from '#app/lib/paths.ts';
import { may, type Caller } from '#app/lib/permissions.ts';
import { crumbsOf } from './breadcrumbs.tsx';
import { ShellCount, type ShellCounts } from './shell-counts.tsx';

type JumpProps = {
  caller: Caller;
  counts: Promise<ShellCounts>;
  openPalette: () => void;
  preload: () => void;
};

/** The two ways into the command palette at the top of the sidebar: which tenant, and anything. */
export function Jump({ caller, counts, ...rest }: JumpProps) {
  const { tenantId } = useParams();
  const matches = useMatches();
  const here =
    tenantId === undefined ? undefined : crumbsOf(matches).find(({ to }) => to === paths.tenant(tenantId));
  const canList = may(caller, 'platform:read', 'tenants:read', 'health:read');
  return (
    <div className="grid grid-cols-1 gap-1">
      {canList ? (
        <JumpButton className="switch" {...rest}>
          {here === undefined ? (
            <>
              <span className="avatar-count" aria-hidden="true">
                <Suspense fallback={null}>
                  <ShellCount of="tenants" loaded={counts} />
                </Suspense>
              </span>
              <span className="min-w-0 grow truncate">All tenants</span>
            </>
          ) : (
            <span className="min-w-0 grow truncate">{here.label}</span>
          )}
          <span className="sr-only">, go to another tenant</span>
          <ChevronsUpDown className="icon icon-s" aria-hidden />
        </JumpButton>
      ) : null}
      <JumpButton className="find" {...rest}>
        <Search className="icon" aria-hidden />
        <span className="grow">Search or jump to</span>
        <kbd aria-hidden="true">⌘K</kbd>
      </JumpButton>
    </div>
  );
}

type JumpButtonProps = {
  className: string;
  label?: string;
  openPalette: () => void;
  preload: () => void;
  children: ReactNode;
};

/** Opens the palette; before JavaScript it leads to the list of tenants, which has a search. */
export function JumpButton({ className, label, openPalette, preload, children }: JumpButtonProps) {
  if (!useHydrated()) {
    return (
      <Link className={className} to={paths.tenants()} aria-label={label}>
        {children}
      </Link>
    );
  }
  return (
    <button
      type="button"
      className={className}
      aria-label={label}
      aria-haspopup="dialog"
      onClick={openPalette}
      onPointerEnter={preload}
      onFocus={preload}
    >
      {children}
    </button>
  );
}
