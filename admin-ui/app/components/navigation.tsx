import { Link, useLocation } from '@remix-run/react';
import type { Caller } from '#app/lib/permissions.ts';
import { pageAt, pagesFor } from './pages.ts';
import { ShellCount, type ShellCounts } from './shell-counts.tsx';

type NavigationProps = { label: string; caller: Caller; counts: Promise<ShellCounts> };

/** Links to the pages the caller may open, in their groups, with what waits there. */
export function Navigation({ label, caller, counts }: NavigationProps) {
  const { pathname } = useLocation();
  const shown = pagesFor(caller);
  const groups = [...new Set(shown.map((page) => page.group))];
  const current = pageAt(pathname, shown);
  return (
    <nav className="nav" aria-label={label}>
      {groups.map((group) => (
        <div key={group}>
          {group === null ? null : <h2>{group}</h2>}
          <ul>
            {shown
              .filter((page) => page.group === group)
              .map(({ to, label: name, Icon, count }) => (
                <li key={to}>
                  <Link
                    to={to}
                    aria-current={to !== current?.to ? undefined : to === pathname ? 'page' : 'true'}
                  >
                    <Icon className="icon" aria-hidden />
                    <span>{name}</span>
                    {count === undefined ? null : <ShellCount of={count} loaded={counts} />}
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
