import { Link, useLocation, useMatches } from '@remix-run/react';
import { Building2, ChevronRight, LayoutDashboard, Menu as MenuIcon, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { paths } from '#app/lib/paths.ts';
import { may, type Caller, type Permission } from '#app/lib/permissions.ts';
import { useEscapeToClose, useSearchKey } from '#app/lib/keyboard.ts';
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

type Page = { group: string; label: string; to: string; Icon: LucideIcon; needs: Permission[] };

/** The pages that exist, and what it takes to open them. */
const pages: Page[] = [
  {
    group: 'Platform',
    label: 'Dashboard',
    to: paths.platform(),
    Icon: LayoutDashboard,
    needs: ['platform:read'],
  },
  {
    group: 'Tenants',
    label: 'Tenants',
    to: paths.tenants(),
    Icon: Building2,
    needs: ['platform:read', 'tenants:read', 'health:read'],
  },
];

function Navigation({ label, caller }: { label: string; caller: Caller }) {
  const { pathname } = useLocation();
  const shown = pages.filter((page) => may(caller, ...page.needs));
  const groups = [...new Set(shown.map((page) => page.group))];
  // The longest address wins, so that a page below Tenants does not mark the dashboard.
  const current = shown
    .filter((page) => pathname === page.to || pathname.startsWith(`${page.to}/`))
    .toSorted((a, b) => b.to.length - a.to.length)[0];
  return (
    <nav className="nav" aria-label={label}>
      {groups.map((group) => (
        <div key={group}>
          <h2>{group}</h2>
          <ul>
            {shown
              .filter((page) => page.group === group)
              .map(({ to, label: name, Icon }) => (
                <li key={to}>
                  <Link
                    to={to}
                    aria-current={to !== current?.to ? undefined : to === pathname ? 'page' : 'true'}
                  >
                    <Icon className="icon" aria-hidden />
                    <span>{name}</span>
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** The phone's menu: a disclosure, so that it opens before JavaScript; it closes when a page was chosen. */
function Drawer({ children }: { children: ReactNode }) {
  const details = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  useEffect(() => details.current?.removeAttribute('open'), [key]);
  useEscapeToClose(details);
  return (
    <details className="drawer" ref={details}>
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
