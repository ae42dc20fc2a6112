import { Link } from '@remix-run/react';
import { useEffect, useRef } from 'react';

export type Tab = { label: string; to: string; isCurrent: boolean; count?: string };

type TabsProps = { label: string; tabs: readonly Tab[] };

/** Views of one thing, each an address. `[` and `]` go to the one before and after. */
export function Tabs({ label, tabs }: TabsProps) {
  const bar = useRef<HTMLElement>(null);
  const current = tabs.find((tab) => tab.isCurrent)?.to;
  // On a narrow screen the bar scrolls sideways; the page itself must not move.
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (!bar.current || !tab) return;
    const { left, right } = bar.current.getBoundingClientRect();
    const place = tab.getBoundingClientRect();
    if (place.left < left) bar.current.scrollLeft -= left - place.left;
    else if (place.right > right) bar.current.scrollLeft += place.right - right;
  }, [current]);
  return (
    <nav className="tabs" aria-label={label} data-tabs ref={bar}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} aria-current={tab.isCurrent ? 'page' : undefined} preventScrollReset>
          {tab.label}
          {tab.count === undefined ? null : <span>{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}

/** A few alternatives of one widget, for example its window of time. */
export function Segments({ label, tabs }: TabsProps) {
  return (
    <nav className="segments" aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} aria-current={tab.isCurrent ? 'true' : undefined} preventScrollReset>
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
