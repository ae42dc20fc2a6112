import { Link } from '@remix-run/react';

export type Tab = { label: string; to: string; isCurrent: boolean; count?: string };

type TabsProps = { label: string; tabs: readonly Tab[] };

/** Views of one thing, each an address. `[` and `]` go to the one before and after. */
export function Tabs({ label, tabs }: TabsProps) {
  return (
    <nav className="tabs" aria-label={label} data-tabs>
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
