import { Link, useLocation, useMatches } from '@remix-run/react';
import { Building2, ChevronRight, LayoutDashboard, Menu as MenuIcon } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { paths } from '#app/lib/paths.ts';
import { may, type Caller } from '#app/lib/permissions.ts';
import { useSearchKey } from '#app/lib/keyboard.ts';
import { AccountMenu } from './account-menu.tsx';
import { BrandMark } from './brand.tsx';
import { LiveOutlet } from './live-outlet.tsx';

type ShellProps = { caller: Caller; theme: string | null; children: ReactNode };

/** Sidebar, top bar and the page. Only links to pages that exist and that the caller may open. */
export function Shell({ caller, theme, children }: ShellProps) {
  useSearchKey();
  return (
    <div className="shell">
      <aside className="sidebar" aria-label="Sidebar">
        <div className="sidebar-inner">
          <Brand />
          <Navigation label="Main" caller={caller} />
        </div>
      </aside>
      <div className="min-w-0">
        <header className="topbar">
          <Drawer>
            <Navigation label="Main, phone" caller={caller} />
          </Drawer>
          <Breadcrumbs />
          <div className="hidden grow tablet:block" />
          <LiveOutlet />
          <AccountMenu caller={caller} theme={theme} />
        </header>
        {children}
      </div>
    </div>
  );
}

function Brand() {
  return (
    <Link className="brand" to={paths.platform()}>
      <BrandMark />
      Intendant
    </Link>
  );
}

function Navigation({ label, caller }: { label: string; caller: Caller }) {
  const { pathname } = useLocation();
  const isTenants = pathname.startsWith(paths.tenants());
  return (
    <nav className="nav" aria-label={label}>
      <div>
        <h2>Platform</h2>
        <ul>
          <li>
            <Link to={paths.platform()} aria-current={pathname === paths.platform() ? 'page' : undefined}>
              <LayoutDashboard className="icon" aria-hidden />
              <span>Dashboard</span>
            </Link>
          </li>
        </ul>
      </div>
      {may(caller, 'tenants:read', 'health:read') ? (
        <div>
          <h2>Tenants</h2>
          <ul>
            <li>
              <Link
                to={paths.tenants()}
                aria-current={isTenants ? (pathname === paths.tenants() ? 'page' : 'true') : undefined}
              >
                <Building2 className="icon" aria-hidden />
                <span>Tenants</span>
              </Link>
            </li>
          </ul>
        </div>
      ) : null}
    </nav>
  );
}

/** The phone's menu: a disclosure, so that it opens before JavaScript; it closes when a page was chosen. */
function Drawer({ children }: { children: ReactNode }) {
  const details = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  useEffect(() => details.current?.removeAttribute('open'), [key]);
  return (
    <details
      className="drawer"
      ref={details}
      // Escape closes the panel as it would a menu; the summary keeps the focus.
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.currentTarget.removeAttribute('open');
        event.currentTarget.querySelector('summary')?.focus();
      }}
    >
      <summary aria-label="Menu">
        <MenuIcon className="icon" aria-hidden />
      </summary>
      <div className="drawer-panel">{children}</div>
    </details>
  );
}

type Crumb = { label: string; to: string };

/** What a route says about its place: `handle = { crumbs: (data) => [{ label, to }] }`. */
export type CrumbHandle<Data = unknown> = { crumbs: (data: Data) => Crumb[] };

function Breadcrumbs() {
  const crumbs = useMatches().flatMap((match) => {
    const handle = match.handle as Partial<CrumbHandle> | undefined;
    return handle?.crumbs ? handle.crumbs(match.data) : [];
  });
  return (
    <nav className="breadcrumbs" aria-label="Breadcrumb">
      <ol>
        {crumbs.map((crumb, index) => (
          <li key={crumb.to}>
            {index > 0 ? <ChevronRight className="icon icon-s" aria-hidden /> : null}
            {index === crumbs.length - 1 ? (
              <span aria-current="page">{crumb.label}</span>
            ) : (
              <Link to={crumb.to}>{crumb.label}</Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
