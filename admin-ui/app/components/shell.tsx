import { Link, useLocation } from '@remix-run/react';
import { Menu as MenuIcon } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { paths } from '#app/lib/paths.ts';
import type { Caller } from '#app/lib/permissions.ts';
import { useEscapeToClose, useSearchKey } from '#app/lib/keyboard.ts';
import { AccountMenu } from './account-menu.tsx';
import { BrandMark } from './brand.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { LiveOutlet } from './live-outlet.tsx';
import { Navigation } from './navigation.tsx';
import type { ShellCounts } from './shell-counts.tsx';

type ShellProps = {
  caller: Caller;
  theme: string | null;
  counts: Promise<ShellCounts>;
  children: ReactNode;
};

/** Sidebar, top bar and the page. Only links to pages that exist and that the caller may open. */
export function Shell({ caller, theme, counts, children }: ShellProps) {
  useSearchKey();
  return (
    <div className="shell">
      <aside className="sidebar" aria-label="Sidebar">
        <div className="sidebar-inner">
          <Brand />
          <Navigation label="Main" caller={caller} counts={counts} />
        </div>
      </aside>
      <div className="min-w-0">
        <header className="topbar">
          <Drawer>
            <Navigation label="Main, phone" caller={caller} counts={counts} />
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
