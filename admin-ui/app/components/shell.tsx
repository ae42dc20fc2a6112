import { Link, useLocation, useNavigate } from '@remix-run/react';
import { CircleHelp, Menu as MenuIcon, Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useEscapeToClose, useShortcuts } from '#app/lib/keyboard.ts';
import { useHydrated } from '#app/lib/now.tsx';
import { paths } from '#app/lib/paths.ts';
import type { Caller } from '#app/lib/permissions.ts';
import { AccountMenu } from './account-menu.tsx';
import { BrandMark } from './brand.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { Jump, JumpButton } from './jump.tsx';
import { LiveOutlet } from './live-outlet.tsx';
import { Navigation } from './navigation.tsx';
import { pagesFor } from './pages.ts';
import type { ShellCounts } from './shell-counts.tsx';
import { Button } from './ui/button.tsx';

// Neither costs the first load anything: each is loaded when it is first wanted.
const loadPalette = () => import('./command-palette.tsx');
const CommandPalette = lazy(() => loadPalette().then((module) => ({ default: module.CommandPalette })));
const KeyboardHelp = lazy(() =>
  import('./keyboard-help.tsx').then((module) => ({ default: module.KeyboardHelp })),
);

type ShellProps = {
  caller: Caller;
  theme: string | null;
  areShortcutsOn: boolean;
  counts: Promise<ShellCounts>;
  children: ReactNode;
};

/** Sidebar, top bar and the page. Only links to pages that exist and that the caller may open. */
export function Shell({ caller, theme, areShortcutsOn, counts, children }: ShellProps) {
  const [overlay, setOverlay] = useState<'palette' | 'help' | null>(null);
  const navigate = useNavigate();
  const close = () => setOverlay(null);
  const openHelp = () => setOverlay('help');
  const jump = { openPalette: () => setOverlay('palette'), preload: () => void loadPalette() };
  useShortcuts({
    areOn: areShortcutsOn,
    go: Object.fromEntries(pagesFor(caller).map(({ goKey, to }) => [goKey, to])),
    navigate,
    openPalette: jump.openPalette,
    openHelp,
  });
  return (
    <div className="shell">
      <aside className="sidebar" aria-label="Sidebar">
        <div className="sidebar-inner">
          <Brand />
          <Jump caller={caller} counts={counts} {...jump} />
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
          <JumpButton className="button quiet square tablet:hidden" label="Search or jump to" {...jump}>
            <Search className="icon" aria-hidden />
          </JumpButton>
          <HelpButton openHelp={openHelp} />
          <AccountMenu caller={caller} theme={theme} openHelp={openHelp} />
        </header>
        {children}
      </div>
      {overlay === null ? null : (
        <Suspense fallback={null}>
          {overlay === 'palette' ? (
            <CommandPalette caller={caller} onClose={close} />
          ) : (
            <KeyboardHelp caller={caller} areShortcutsOn={areShortcutsOn} onClose={close} />
          )}
        </Suspense>
      )}
    </div>
  );
}

/** Only where there are keys, and once they work. */
function HelpButton({ openHelp }: { openHelp: () => void }) {
  return useHydrated() ? (
    <Button
      kind="quiet"
      isSquare
      className="max-tablet:hidden"
      aria-label="Keyboard shortcuts"
      onClick={openHelp}
    >
      <CircleHelp className="icon" aria-hidden />
    </Button>
  ) : null;
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
